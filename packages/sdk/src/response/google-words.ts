/**
 * The words of Google's explanations of finish reasons. The explanation of a failed function call goes on with what the
 * model wrote, in no fixed form, so only clauses with no other words are known to be Google's.
 */
const WORDS = `a an and any are argument arguments array as at be because been before block blocked body but by call called calling
  calls candidate candidates cannot code config configuration content contents contain contains could declaration
  declarations declared did didn't do does doesn't due duplicate empty end ended enum error exceeded exist exists
  expected failed field fields filter filters finish finished for format found from function functions generate generated
  generation google google's had has have if image images in include incomplete input instruction instructions integer
  invalid is isn't it items its json key keys language length limit limits list malformed many match matching max maximum
  may message missing model model's more must name named names no none not number object objects of on only or other
  output parameter parameters parse parsed parser parsing part parts please policies policy possible potential prohibited
  prompt properties property provided reached reason received recitation reference refused request requested required
  response responses result results retry returned safety schema sensitive setting settings should signature signatures
  stopped string structure supported syntax system term text than that the there thought thoughts times this to token
  tokens too tool tools try turn type types unable undeclared unexpected unfinished unknown unspecified unsupported
  unterminated use used user uses using valid value values violate violated violates violation was were when which while
  with within without word words wrong you your`;

/** Made when a response first fails: few programs need it. */
let known: ReadonlySet<string> | undefined;

const CLAUSE_END = /(?<=[.:;!?])\s+/;
const PLAIN = /^[A-Za-z_' ,.:;!?-]+$/;

/** The first clauses of Google's explanation, up to one that may quote the model; undefined if there is none. */
export function googleWordsIn(message: unknown): string | undefined {
  if (typeof message !== "string") return undefined;
  const words = known ?? new Set(WORDS.split(/\s+/));
  known = words;
  const clauses = message.trim().split(CLAUSE_END);
  const other = clauses.findIndex((clause) => !PLAIN.test(clause) || !wordsOf(clause).every((word) => words.has(word)));
  const own = clauses.slice(0, other < 0 ? clauses.length : other).join(" ");
  return own.replace(/[:;]$/, "") || undefined;
}

function wordsOf(clause: string): readonly string[] {
  return clause.toLowerCase().match(/[a-z_']+/g) ?? [];
}
