import type { Site } from "../site.ts";
import { bankWithModuleSensors, bankWithModuleSensorsSensitive } from "./columns/bank.ts";
import { etcWithTotals } from "./columns/etc.ts";
import { panliPcs, panliPcsSensitive } from "./columns/panli-pcs.ts";
import { rackWithModuleSensors } from "./columns/rack.ts";

export const panli: Site = {
  id: 2,
  name: { ko: "판리", en: "Panli" },
  timeZone: "Asia/Seoul",
  safetyProfile: "41J",
  banks: [
    { id: 1, racks: 9 },
    { id: 2, racks: 8 },
  ],
  cellsInSeries: 240,
  cellsInParallel: 60,
  cellsPerModule: 12,
  // 228.57 Ah is published as well; the charge measured per rack (217 to 218 Ah) is nearer to this.
  rackCapacityAh: 212.4,
  sensitive: { bank: bankWithModuleSensorsSensitive, pcs: panliPcsSensitive },
  components: {
    bank: bankWithModuleSensors,
    rack: rackWithModuleSensors,
    pcs: panliPcs,
    etc: etcWithTotals,
  },
};
