import type { Chemistry } from "./chemistry.ts";
import type { Rack } from "./rack.ts";
import { advanceRack, meanCellV, stepSource } from "./rack.ts";

type BusStep = {
  seconds: number;
  /** Power wanted at the bus, + charges. */
  powerKw: number;
  roomDegC: number;
  cellsInSeries: number;
  cellsInParallel: number;
};

/** Mean cell voltage of all racks on the bus. */
export const busCellV = (racks: readonly Rack[], chemistry: Chemistry): number =>
  racks.reduce((sum, rack) => sum + meanCellV(rack, chemistry), 0) / racks.length;

/** Ampere-hours until the racks reach a fraction of their capacity (negative when above it). */
const ampereHoursTo = (racks: readonly Rack[], fraction: number): number =>
  racks.reduce((sum, rack) => sum + (fraction - rack.fraction) * rack.capacityAh, 0);

const inside = (currentA: number, racks: readonly Rack[], step: BusStep, limits: Chemistry) => {
  const perHour = 3600 / step.seconds;
  const most = Math.max(ampereHoursTo(racks, limits.fullFraction) * perHour, 0);
  const least = Math.min(ampereHoursTo(racks, limits.emptyFraction) * perHour, 0);
  return Math.min(Math.max(currentA, least), most);
};

/** Currents of all racks that end the step at one voltage and give the wanted power together. */
const shareCurrent = (
  racks: readonly Rack[],
  chemistry: Chemistry,
  step: BusStep,
  guessesA: readonly number[],
): number[] => {
  const sources = racks.map((rack, index) =>
    stepSource(rack, chemistry, step.seconds, guessesA[index] ?? 0),
  );
  const conductance = sources.reduce((sum, source) => sum + 1 / source.ohm, 0);
  const driven = sources.reduce((sum, source) => sum + source.sourceV / source.ohm, 0);
  // Power per cell in series = V × I with V = (I + driven) / conductance.
  const cellPowerW = (step.powerKw * 1000) / step.cellsInSeries;
  const root = Math.sqrt(Math.max(driven ** 2 + 4 * conductance * cellPowerW, 0));
  const totalA = inside((root - driven) / 2, racks, step, chemistry);
  const cellV = (totalA + driven) / conductance;
  return sources.map((source) => (totalA === 0 ? 0 : (cellV - source.sourceV) / source.ohm));
};

/**
 * One step of all racks in parallel. At rest the contactors are open and no current flows between
 * racks. The current never carries the racks beyond their window.
 */
export const advanceBus = (racks: readonly Rack[], chemistry: Chemistry, step: BusStep): void => {
  const { seconds, roomDegC, cellsInParallel } = step;
  let currentsA = racks.map((rack) => (step.powerKw === 0 ? 0 : rack.currentA));
  // The second pass knows where on the open-circuit curve each rack ends.
  for (let pass = 0; pass < 2 && step.powerKw !== 0; pass += 1) {
    currentsA = shareCurrent(racks, chemistry, step, currentsA);
  }
  racks.forEach((rack, index) => {
    const currentA = currentsA[index] ?? 0;
    advanceRack(rack, chemistry, { seconds, roomDegC, cellsInParallel, currentA });
  });
};
