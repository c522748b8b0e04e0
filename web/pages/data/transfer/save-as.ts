import type { Sink } from "./sink";

type Picker = (options: {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/** Newer than the libraries of types. */
type Removable = FileSystemFileHandle & { remove?: () => Promise<void> };

const picker = (): Picker | undefined =>
  (window as { showSaveFilePicker?: Picker }).showSaveFilePicker?.bind(window);

/** Whether files go to the disk as they come, however large they are. */
export const canStream = (): boolean => picker() !== undefined;

/**
 * Where a file is to be saved: where the user says, piece by piece; where the browser cannot do so, in memory
 * until it is whole. Called on a click, before anything is waited for. Undefined if the user thought better of it.
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

/** Nothing stands in the place of the file before it is closed. */
async function onDisk(handle: Removable): Promise<Sink> {
  const writable = await handle.createWritable();
  return {
    write: (bytes) => writable.write(bytes as Uint8Array<ArrayBuffer>),
    keep: () => writable.close(),
    discard: async () => {
      await writable.abort().catch(() => {});
      // The picker has made an empty file: it goes, too, where the browser lets it.
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
      // The browser reads it after the click.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      await forget();
    },
    discard: forget,
  };
}
