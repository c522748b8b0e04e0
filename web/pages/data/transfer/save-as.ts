import type { Sink } from "./sink";

type Picker = (options: {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/** Missing in the DOM types. */
type Removable = FileSystemFileHandle & { remove?: () => Promise<void> };

const picker = (): Picker | undefined =>
  (window as { showSaveFilePicker?: Picker }).showSaveFilePicker?.bind(window);

/** Whether the browser can write to disk while downloading. */
export const canStream = (): boolean => picker() !== undefined;

/**
 * Opens the target file: on disk as chosen by the user, or in memory if the browser cannot write to disk. Must be
 * called first in a click handler. Undefined if the user cancels.
 */
export async function saveAs(name: string, mediaType: string): Promise<Sink | undefined> {
  const pick = picker();
  if (!pick) return inMemory(name, mediaType);
  const extension = name.slice(name.lastIndexOf("."));
  try {
    return await onDisk(
      await pick({ suggestedName: name, types: [{ accept: { [mediaType]: [extension] } }] }),
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

/** Nothing replaces the file before `close`. */
async function onDisk(handle: Removable): Promise<Sink> {
  const writable = await handle.createWritable();
  return {
    write: (bytes) => writable.write(bytes as Uint8Array<ArrayBuffer>),
    keep: () => writable.close(),
    discard: async () => {
      await writable.abort().catch(() => {});
      // The picker created an empty file. Remove it if the browser can.
      await handle.remove?.().catch(() => {});
    },
  };
}

function inMemory(name: string, mediaType: string): Sink {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  const forget = async () => {
    parts = [];
  };
  return {
    write: async (bytes) => {
      parts.push(bytes as Uint8Array<ArrayBuffer>);
    },
    keep: async () => {
      const address = URL.createObjectURL(new Blob(parts, { type: mediaType }));
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      // The browser reads the URL after the click.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      await forget();
    },
    discard: forget,
  };
}
