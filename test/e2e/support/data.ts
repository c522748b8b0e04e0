import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Look, settled, type Visit, visit } from "./browser.ts";

/** Where the page saves to: the browser's downloads, or a file that is written as it comes. */
export type Saving = "downloads" | "picked file";

/** Opens the data page and waits for its first answers. */
export async function openData(query: string, saving: Saving, look: Look = {}): Promise<Visit> {
  const opened = await visit("/icon.svg", look);
  await opened.page.addInitScript(saving === "downloads" ? WITHOUT_PICKER : WITH_OWN_FILE);
  await opened.page.goto(`/data${query}`);
  await settled(opened.page);
  return opened;
}

const WITHOUT_PICKER = "delete globalThis.showSaveFilePicker";
// A dialog cannot be answered here; the file that it would give is a real one, of the browser's own file system.
const WITH_OWN_FILE = `globalThis.showSaveFilePicker = async ({ suggestedName }) => {
  const folder = await navigator.storage.getDirectory();
  return folder.getFileHandle(suggestedName, { create: true });
}`;

export const download = (page: Page) =>
  page.getByRole("button", { name: "Download", exact: true }).click();

/** What the page says of a download that has come to its end. */
export async function endOf(page: Page): Promise<string> {
  const ended = page.locator(".ended");
  await ended.waitFor({ timeout: 60_000 });
  return (await ended.textContent()) ?? "";
}

/** Names and sizes of the files that a picked file has become; empty where nothing was kept. */
export const pickedFiles = (page: Page): Promise<{ name: string; size: number }[]> =>
  page.evaluate(`(async () => {
    const files = [];
    for await (const [name, handle] of await navigator.storage.getDirectory()) {
      files.push({ name, size: (await handle.getFile()).size });
    }
    return files;
  })()`);

/** The SHA-256 of a picked file. */
export const pickedDigest = (page: Page, name: string): Promise<string> =>
  page.evaluate(`(async () => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(${JSON.stringify(name)})).getFile();
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
  })()`);

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

/** Presses the button and takes what the browser saves. */
export async function saved(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), download(page)]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The same rows, asked for without the page. */
export async function plainFile(base: string, address: string): Promise<Buffer> {
  const response = await fetch(base + address);
  expect(response.status, address).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** A field of the page by its label. */
export const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** A choice of one of a few by its label. */
export const choice = (page: Page, label: string) =>
  page.getByRole("combobox", { name: label, exact: true });
