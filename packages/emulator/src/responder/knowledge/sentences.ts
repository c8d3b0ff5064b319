/** One true sentence about a subject, and the words that name the subject in a prompt. */
export interface KnownSentence {
  /** Each entry is one way to name it; all words of an entry must stand in the prompt, in lower case. */
  readonly subjects: readonly string[];
  readonly sentence: string;
}

/** What the demonstrations of this field ask for. More specific subjects stand before more general ones. */
export const KNOWN_SENTENCES: readonly KnownSentence[] = [
  {
    subjects: ["quantum computing", "quantum computers", "quantum computer"],
    sentence:
      "Quantum computing uses qubits, which can be in superpositions of 0 and 1 and entangled with one another, to solve certain problems much faster than any classical computer could.",
  },
  {
    subjects: ["deep learning"],
    sentence:
      "Deep learning trains neural networks with many layers, each of which learns more abstract features of the data than the one before it.",
  },
  {
    subjects: ["neural network", "neural networks"],
    sentence:
      "A neural network is a set of connected layers of simple units whose weights are adjusted on examples until its outputs fit what is wanted.",
  },
  {
    subjects: ["large language model", "large language models", "llm", "llms"],
    sentence:
      "A large language model is a neural network trained on a great deal of text to predict the next token, which lets it write, summarize and answer questions.",
  },
  {
    subjects: ["machine learning"],
    sentence:
      "Machine learning is the practice of letting programs find patterns in data and use them to make predictions, instead of spelling out every rule by hand.",
  },
  {
    subjects: ["artificial intelligence", "how ai works", "how does ai work", "is ai"],
    sentence:
      "Artificial intelligence is the field that builds computer systems for tasks that seem to need human intelligence, such as understanding language, recognizing images and making decisions.",
  },
  {
    subjects: ["general relativity", "theory of relativity", "relativity"],
    sentence:
      "Relativity says that space and time form one fabric: moving clocks run slow, nothing outruns light, and mass bends that fabric, which we feel as gravity.",
  },
  {
    subjects: ["gravity"],
    sentence:
      "Gravity is the attraction between all things that have mass, which keeps our feet on the ground and the planets in their orbits.",
  },
  {
    subjects: ["black hole", "black holes"],
    sentence:
      "A black hole is a region of space where gravity is so strong that nothing, not even light, can escape from it.",
  },
  {
    subjects: ["sky blue"],
    sentence:
      "The sky is blue because air molecules scatter the short, blue wavelengths of sunlight far more than the long, red ones.",
  },
  {
    subjects: ["photosynthesis"],
    sentence:
      "Photosynthesis is how plants use sunlight to turn water and carbon dioxide into sugar, releasing oxygen.",
  },
  {
    subjects: ["evolution"],
    sentence:
      "Evolution is the change of living things over generations, as inherited traits that help them survive and reproduce become more common.",
  },
  {
    subjects: ["dna"],
    sentence:
      "DNA is the molecule, shaped like a twisted ladder, whose sequence of four bases holds the instructions for building and running a living thing.",
  },
  {
    subjects: ["blockchain"],
    sentence:
      "A blockchain is a ledger kept by many computers at once, in which each block of records holds a hash of the one before it, so that past entries cannot be changed unnoticed.",
  },
  {
    subjects: ["recursion"],
    sentence:
      "Recursion solves a problem by reducing it to a smaller problem of the same kind, until one is small enough to be answered directly.",
  },
  {
    subjects: ["typescript"],
    sentence: "TypeScript is JavaScript with static types, which are checked before the program runs and then erased.",
  },
  {
    subjects: ["javascript"],
    sentence:
      "JavaScript is the programming language that every web browser runs, and it is widely used on servers too.",
  },
  {
    subjects: ["oauth"],
    sentence:
      "OAuth lets a user give one program limited access to an account with another, by means of tokens and without sharing a password.",
  },
  {
    subjects: ["server-sent events", "sse"],
    sentence:
      "Server-sent events are a way for a server to push a stream of text messages to a client over one ordinary HTTP response.",
  },
  {
    subjects: ["an api", "apis"],
    sentence:
      "An API is an agreed set of calls through which one program uses another without knowing how it works inside.",
  },
  {
    subjects: ["internet work", "internet works", "is the internet"],
    sentence:
      "The internet is a network of networks, in which data travels as small packets that routers pass on, hop by hop, to the address written on each.",
  },
  { subjects: ["speed of light"], sentence: "Light travels at 299,792,458 metres per second in a vacuum." },
  { subjects: ["capital of france"], sentence: "The capital of France is Paris." },
  { subjects: ["capital of germany"], sentence: "The capital of Germany is Berlin." },
  { subjects: ["capital of italy"], sentence: "The capital of Italy is Rome." },
  { subjects: ["capital of spain"], sentence: "The capital of Spain is Madrid." },
  { subjects: ["capital of japan"], sentence: "The capital of Japan is Tokyo." },
  {
    subjects: ["capital of the united kingdom", "capital of england", "capital of the uk"],
    sentence: "The capital of the United Kingdom is London.",
  },
  {
    subjects: ["capital of the united states", "capital of the usa", "capital of the us"],
    sentence: "The capital of the United States is Washington, D.C.",
  },
  {
    subjects: ["meaning of life"],
    sentence: "Philosophers still argue about the meaning of life; Douglas Adams settled on 42.",
  },
  {
    subjects: ["a joke", "another joke", "programming joke"],
    sentence: "There are 10 kinds of people: those who understand binary, and those who do not.",
  },
];
