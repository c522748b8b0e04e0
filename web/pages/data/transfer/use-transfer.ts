import { useEffect, useState } from "preact/hooks";
import { cancel, currentTransfer, forget, onTransfer, start } from "./transfer";

/** State and control of the current download, which survives its page. */
export function useTransfer() {
  const [transfer, setTransfer] = useState(currentTransfer);
  useEffect(() => {
    const look = () => setTransfer(currentTransfer());
    look();
    return onTransfer(look);
  }, []);
  return { transfer, start, cancel, forget };
}
