export const LANGUAGES = ["en", "ko"] as const;
