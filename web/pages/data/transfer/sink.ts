/** Where a file goes. What is not kept leaves nothing behind. */
export type Sink = {
  write: (bytes: Uint8Array) => Promise<void>;
  keep: () => Promise<void>;
  discard: () => Promise<void>;
};
