import { useEffect, useState } from "preact/hooks";
import { cancel, currentTransfer, forget, onTransfer, start } from "./transfer";

/** The download that there is: its state, and how it is begun and broken off. It goes on without its page. */
export function useTransfer() {
  const [transfer, setTransfer] = useState(currentTransfer);
  useEffect(() => {
    const look = () => setTransfer(currentTransfer());
    look();
    return onTransfer(look);
  }, []);
  return { transfer, start, cancel, forget };
}
