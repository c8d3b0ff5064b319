import { COUNT_PATTERN, sentencesOf, wordsOf } from "./words.ts";

const LONGEST_TOPIC_WORDS = 8;
const OPENINGS = [
  /^(?:please|hey|hi|hello|ok|okay|so|now|then)\b[\s,!.]*/i,
  /^(?:can|could|would|will) you (?:please )?/i,
  /^(?:i (?:want|need|would like) (?:you )?to |i'd like (?:you )?to )/i,
  /^(?:explain|describe|define|summari[sz]e|discuss|introduce|teach me|tell me|show me|give me|write|compose|draft|create|generate|help me with|talk)\b\s*/i,
  /^(?:to me|me|us)\b\s*/i,
  /^(?:(?:about|on|of)\b|(?:a|an|the|some|one)? ?(?:short |long |brief |quick )?(?:overview|summary|introduction|explanation|description|definition|story|poem|haiku|essay|article|text|paragraph|limerick|song|joke|report|blog post) (?:about|on|of|to|for|in)\b)\s*/i,
  /^(?:(?:what|who|where|when|how|why|which)(?:['’]s| is| are| was| were| do| does| did| can| should)?(?: i| you| we| one)?)\b\s*/i,
];
/** A length in front: "25 words about the sea", "a 40-word text about cats". */
const LEADING_LENGTH = new RegExp(
  `^(?:(?:exactly|about|around|at least|at most) )?(?:(?:${COUNT_PATTERN})[ -](?:hundred[ -])?)?(?:${COUNT_PATTERN})[ -](?:short |long |simple )?(?:words?|sentences?|paragraphs?|lines?)\\b(?: (?:story|poem|essay|article|text|report))?(?: (?:about|on|of|for))?\\s*`,
  "i",
);
/** A kind of text without a subject. */
const GENRE_ALONE =
  /^(?:a |an |the )?(?:short |long |brief )?(?:story|poem|essay|article|text|paragraph|joke|haiku|song)$/i;
const LENGTHS =
  /[\s,]*\b(?:in|using|with|within) (?:about |around |exactly |at most |up to |no more than |under |less than |only |just )?\S{1,12} (?:short |simple |long |brief )?(?:words?|sentences?|paragraphs?|lines?|points?|steps)\b.{0,40}$/i;

/** What a prompt is about, in at most eight words; `"something"` where no words are left once the asking is taken away. */
export function topicOf(prompt: string): string {
  const sentence = (sentencesOf(prompt)[0] ?? "").slice(0, 300);
  let topic = sentence.replace(LENGTHS, "").replace(/[\s?!.,:;]{1,20}$/, "");
  for (const opening of OPENINGS) topic = topic.replace(opening, "");
  topic = topic.replace(LEADING_LENGTH, "").replace(GENRE_ALONE, "");
  const words = wordsOf(topic);
  return words.slice(0, LONGEST_TOPIC_WORDS).join(" ") || "something";
}
