import { useText } from "../../../text";
import type { Source } from "./spans";

/** Name of a bank or a rack. */
export function useSourceName(): (source: Source) => string {
  const { data, common } = useText();
  return ({ bank, rack }) => {
    if (bank === undefined) return data.gaps.whole;
    if (rack === undefined) return common.bankOf(bank);
    return data.gaps.sourceOf(common.bankOf(bank), common.rackOf(rack));
  };
}
