/** Things that demonstrations ask to be listed, by the singular of what they are. */
export const KNOWN_LISTS: Readonly<Record<string, readonly string[]>> = {
  fruit: ["Apple", "Banana", "Cherry", "Grape", "Lemon", "Mango", "Orange", "Peach", "Pear", "Strawberry"],
  vegetable: ["Carrot", "Broccoli", "Spinach", "Potato", "Tomato", "Onion", "Pepper", "Cucumber", "Lettuce", "Pea"],
  color: ["Red", "Blue", "Green", "Yellow", "Orange", "Purple", "Black", "White", "Brown", "Pink"],
  animal: ["Dog", "Cat", "Horse", "Elephant", "Lion", "Tiger", "Bear", "Rabbit", "Whale", "Eagle"],
  planet: ["Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune"],
  country: ["France", "Germany", "Japan", "Brazil", "Canada", "Kenya", "India", "Mexico", "Egypt", "Australia"],
  city: ["Paris", "London", "Tokyo", "New York", "Nairobi", "Sydney", "Cairo", "Mumbai", "Berlin", "Lima"],
  river: ["Nile", "Amazon", "Danube", "Ganges", "Mississippi", "Yangtze", "Rhine", "Congo", "Volga", "Mekong"],
  "programming language": ["TypeScript", "Python", "Rust", "Go", "Java", "C", "C++", "Ruby", "Swift", "Kotlin"],
  cookie: ["Chocolate chip", "Oatmeal raisin", "Peanut butter", "Snickerdoodle", "Sugar", "Shortbread", "Gingerbread"],
  month: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  day: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  "prime number": ["2", "3", "5", "7", "11", "13", "17", "19", "23", "29"],
  name: ["Alice", "Bob", "Carol", "David", "Erin", "Frank", "Grace", "Henry", "Ivy", "Jack"],
};

/** The list whose name stands in a text, in the singular or the plural. */
export function knownListFor(text: string): readonly string[] | undefined {
  const lower = ` ${text.toLowerCase().replaceAll("colour", "color")} `;
  const name = Object.keys(KNOWN_LISTS).find((singular) => {
    const plural = singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`;
    return [singular, plural, `${singular}s`].some((form) => new RegExp(`\\b${form}\\b`).test(lower));
  });
  return name === undefined ? undefined : KNOWN_LISTS[name];
}
