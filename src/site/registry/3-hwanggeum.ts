import type { Site } from "../site.ts";
import { bankWithModuleSensors, bankWithModuleSensorsSensitive } from "./columns/bank.ts";
import { etcWithTotals } from "./columns/etc.ts";
import { hwanggeumPcs, hwanggeumPcsSensitive } from "./columns/hwanggeum-pcs.ts";
import { rackWithModuleSensors } from "./columns/rack.ts";

export const hwanggeum: Site = {
  id: 3,
  name: { ko: "황금", en: "Hwanggeum" },
  timeZone: "Asia/Seoul",
  safetyProfile: "33J",
  banks: [{ id: 1, racks: 11 }],
  cellsInSeries: 204,
  cellsInParallel: 60,
  cellsPerModule: 12,
  rackCapacityAh: 228.57,
  sensitive: { bank: bankWithModuleSensorsSensitive, pcs: hwanggeumPcsSensitive },
  components: {
    bank: bankWithModuleSensors,
    rack: rackWithModuleSensors,
    pcs: hwanggeumPcs,
    etc: etcWithTotals,
  },
};
