import { openCircuitV } from "../../src/domain/indicators/ocv.ts";
import type { Chemistry } from "./chemistry.ts";
import type { Rack } from "./rack.ts";
import { meanCellV } from "./rack.ts";
import { round3 } from "./rounding.ts";

type CellVoltages = {
  meanV: number;
  maxV: number;
  maxPosition: number;
  minV: number;
  minPosition: number;
};

/** A fault that shifts the reading of one cell. */
type CellFault = { shiftV: number };

/** Noise of a cell reading while current flows; at rest the readings stand still. */
const NOISE_V = 0.0007;

/** Highest and lowest cell of a rack with their positions, at the resolution of the BMS. */
export const cellVoltages = (
  rack: Rack,
  chemistry: Chemistry,
  fault: CellFault,
  noise: () => number,
): CellVoltages => {
  const meanV = meanCellV(rack, chemistry);
  const drivenV = meanV - openCircuitV(chemistry.openCircuitV, rack.fraction);
  const noisy = rack.currentA === 0 ? 0 : NOISE_V;
  let maxV = Number.NEGATIVE_INFINITY;
  let minV = Number.POSITIVE_INFINITY;
  let maxPosition = 0;
  let minPosition = 0;
  for (const cell of rack.cells) {
    const restV = openCircuitV(chemistry.openCircuitV, rack.fraction + cell.fractionOffset);
    const cellV = restV + drivenV * cell.resistanceScale + cell.sensorOffsetV;
    const shownV = cellV + (noisy === 0 ? 0 : noisy * noise());
    if (shownV > maxV) {
      maxV = shownV;
      maxPosition = cell.position;
    }
    if (shownV < minV) {
      minV = shownV;
      minPosition = cell.position;
    }
  }
  // The cell with the bad contact or the lost capacity is the one of high resistance.
  const faulty = rack.cells[2];
  if (faulty !== undefined && fault.shiftV > 0 && meanV + fault.shiftV > maxV) {
    maxV = meanV + fault.shiftV;
    maxPosition = faulty.position;
  }
  if (faulty !== undefined && fault.shiftV < 0 && meanV + fault.shiftV < minV) {
    minV = meanV + fault.shiftV;
    minPosition = faulty.position;
  }
  return { meanV: round3(meanV), maxV: round3(maxV), maxPosition, minV: round3(minV), minPosition };
};
