import type { Format } from "../request/formats";

/** Input of the snippets. */
export type Source = {
  /** Absolute URL. */
  url: string;
  fileName: string;
  format: Format;
  /** Whether the service requires a key. Snippets read it from the environment and send it in a header. */
  needsKey: boolean;
  /** Whether the time column is selected. */
  hasTime: boolean;
};

export const LANGUAGES = ["curl", "python", "r"] as const;
export type SnippetLanguage = (typeof LANGUAGES)[number];

/** Program that fetches the rows and fails if the transfer fails. */
export const snippetOf = (language: SnippetLanguage, source: Source): string =>
  WRITERS[language](source);

const WRITERS: Record<SnippetLanguage, (source: Source) => string> = { curl, python, r };

/** Exits with status 22 for an error response and 18 for a broken transfer. Leaves no file then. */
function curl({ url, fileName, needsKey }: Source): string {
  return [
    "curl --fail --remove-on-error",
    ...(needsKey ? ['-H "Authorization: Bearer $ESS_KEY"'] : []),
    `-o ${shellText(fileName)}`,
    shellText(url),
  ].join(" \\\n  ");
}

/** Reads the whole response before pandas parses it, so that a cut transfer fails. */
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

/** httr2 raises an error in both cases. */
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

/** Quotes a string for a POSIX shell. */
const shellText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
