/** Sentences that hold for almost any subject. `{topic}` is put in; each bank is gone through in order, again and again. */
export const ARTICLE_BANK: readonly string[] = [
  "This text about {topic} comes from the script of an offline emulator.",
  "It keeps to what can be said of almost any subject, and it has the length that was asked for.",
  "A good way to start with {topic} is to ask where it comes from and what it is for.",
  "Those who know it well tend to agree on the main ideas and to argue about the details.",
  "Small examples help, because they can be checked by hand and remembered later.",
  "It also pays to look at what {topic} is not, since many mistakes begin with a wrong comparison.",
  "Over the years the words have changed more than the questions behind them.",
  "Every answer brings a few new questions, and the best of them are short.",
  "Some people learn about {topic} by reading, others by trying, and most need a little of both.",
  "What seems hard at first often turns out to be several easy things at once.",
  "It is worth writing down what one expects before looking at what happens.",
  "In the end, {topic} is understood best by those who explain it to somebody else.",
  "Patience helps here more than talent, and curiosity helps more than either.",
  "A second look a week later usually shows what the first one missed.",
];

/** A story that needs no particular hero. */
export const STORY_BANK: readonly string[] = [
  "Once there was a small emulator that was asked for a story about {topic}.",
  "It had no account, no network and no imagination, only a script and plenty of time.",
  "So it began where every story begins, on an ordinary morning with a light wind.",
  "Somebody opened a door and found {topic} waiting on the other side.",
  "Nobody knew what to do, so they put the kettle on and talked it over.",
  "By noon the whole village had heard, and everyone had a different opinion.",
  "An old neighbour laughed and said that such things had happened before.",
  "She took a lantern, though it was still light, and led them up the hill.",
  "From there the matter looked smaller, and a good deal friendlier.",
  "They stayed until the first stars came out and counted them one by one.",
  "On the way home someone began to sing, and the others joined in.",
  "Ever since that day, people there have spoken kindly of {topic}.",
];

/** Lines of a poem. */
export const POEM_BANK: readonly string[] = [
  "A script sat down to sing of {topic},",
  "with measured words and even breath,",
  "it had no heart, it had no logic,",
  "but kept its lines from birth to death.",
  "The wind went by and asked no reason,",
  "the lamp burned low, the page stayed bright,",
  "and every word came in its season",
  "and said its piece, and said good night.",
];

/** Endings of one word, two words, three words and so on, to make a text come out at an exact number of words. */
export const ENDINGS: readonly string[] = [
  "Indeed.",
  "That's all.",
  "So it ends.",
  "That is the end.",
  "And that is the end.",
  "And with that, the text ends.",
  "And with that, this short text ends.",
  "And with that, this short text ends here.",
  "And with that, this short text comes to rest.",
  "And with that, this short text now comes to rest.",
  "And with that, as planned, this short text comes to rest.",
  "And with that, just as planned, this short text comes to rest.",
  "And with that, just as it was planned, this text comes to rest.",
  "And with that, just as it was planned, this short text comes to rest.",
];

/** Whole answers of one word, two words and three words. */
export const SHORTEST: readonly string[] = ["Scripted.", "Simply scripted.", "Just a script."];
