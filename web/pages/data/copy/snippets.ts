import type { Format } from "../request/formats";

/** What is to be written down, in several languages. */
export type Source = {
  /** Absolute. */
  url: string;
  fileName: string;
  format: Format;
  /** Whether the service wants a key; it stands in the environment, in the header, never in the address. */
  needsKey: boolean;
  /** Whether the rows have their time. */
  hasTime: boolean;
};

export const LANGUAGES = ["curl", "python", "r"] as const;
export type SnippetLanguage = (typeof LANGUAGES)[number];

/** A program that gets the same rows, and fails where the transfer does. */
export const snippetOf = (language: SnippetLanguage, source: Source): string =>
  WRITERS[language](source);

const WRITERS: Record<SnippetLanguage, (source: Source) => string> = { curl, python, r };

/** Ends with status 22 where the service refuses, 18 where the transfer breaks; then no file stays. */
function curl({ url, fileName, needsKey }: Source): string {
  return [
    "curl --fail --remove-on-error",
    ...(needsKey ? ['-H "Authorization: Bearer $ESS_KEY"'] : []),
    `-o ${shellText(fileName)}`,
    shellText(url),
  ].join(" \\\n  ");
}

/** pandas reads the whole answer first, which fails if it is cut. */
function python({ url, format, needsKey, hasTime }: Source): string {
  const options = [
    JSON.stringify(url),
    ...(needsKey ? ['storage_options={"Authorization": "Bearer " + os.environ["ESS_KEY"]}'] : []),
    ...(format.pandas.option ? [format.pandas.option] : []),
    ...(format.pandas.times && hasTime ? [format.pandas.times] : []),
  ];
  return [
    ...(needsKey ? ["import os", ""] : []),
    "import pandas as pd",
    "",
    `rows = pd.${format.pandas.call}(`,
    ...options.map((option) => `    ${option},`),
    ")",
    "print(rows)",
  ].join("\n");
}

/** httr2 raises an error for both. */
function r({ url, format, needsKey }: Source): string {
  return [
    "library(httr2)",
    `library(${format.r.library})`,
    "",
    `file <- tempfile(fileext = ".${format.extension}")`,
    `request(${JSON.stringify(url)}) |>`,
    ...(needsKey ? ['  req_auth_bearer_token(Sys.getenv("ESS_KEY")) |>'] : []),
    "  req_perform(path = file)",
    `rows <- ${format.r.call}`,
    "print(rows)",
  ].join("\n");
}

/** In single quotes nothing is special to a shell but the quote itself. */
const shellText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
