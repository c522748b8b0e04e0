/** Each language in each theme. */
export const LOOKS = [
  ["en", "light"],
  ["en", "dark"],
  ["ko", "light"],
  ["ko", "dark"],
] as const;
