/** Target of a file. Without `keep`, nothing remains. */
export type Sink = {
  write: (bytes: Uint8Array) => Promise<void>;
  keep: () => Promise<void>;
  discard: () => Promise<void>;
};
