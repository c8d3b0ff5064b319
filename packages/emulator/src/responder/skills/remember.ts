import type { Conversation } from "../conversation.ts";
import { factsIn } from "../memory/facts.ts";
import { joinNaturally } from "../words.ts";

/** Acknowledges what the user tells: "My name is Alice." A name is greeted. */
export function remember({ prompt }: Conversation): string | undefined {
  const facts = factsIn(prompt);
  const name = facts.find(({ key }) => key === "name")?.value;
  const others = facts.filter(({ key }) => key !== "name").map(describe);
  if (name !== undefined) {
    const greeting = `Nice to meet you, ${name}!`;
    return others.length === 0 ? greeting : `${greeting} I will remember that ${joinNaturally(others)}.`;
  }
  if (others.length > 0) return `Noted: ${joinNaturally(others)}.`;
  return /^(?:please )?remember\b/i.test(prompt)
    ? "I will remember that for the rest of this conversation."
    : undefined;
}

function describe({ key, value }: { readonly key: string; readonly value: string }): string {
  if (key === "age") return `you are ${value} years old`;
  if (key === "home") return `you live in ${value}`;
  if (key === "likes") return `you like ${value}`;
  return `your ${key} ${/[^s]s$/.test(key) ? "are" : "is"} ${value}`;
}
