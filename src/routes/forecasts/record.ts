import * as z from "zod";
import { HORIZONS } from "../../domain/forecast/model.ts";
import { REGIMES } from "../../domain/forecast/regime.ts";

const figure = (description: string) => z.number().nullable().meta({ description });

/** Track record of a horizon, in one regime or in all. */
export const recordSchema = z
  .object({
    horizon_seconds: z.literal(HORIZONS),
    regime: z
      .enum(REGIMES)
      .nullable()
      .meta({ description: "Operating regime, or null for all regimes" }),
    count: z.int().meta({ description: "Number of forecasts" }),
    mae: figure("Mean absolute error, in the unit of the target"),
    rmse: figure("Root mean square error"),
    bias: figure("Mean of forecast − measured"),
    persistence_mae: figure("Mean absolute error of persistence at the same origins"),
    skill: figure("1 − mae / persistence_mae"),
    coverage: figure("Share of measured values within the 90 % interval"),
    width: figure("Mean width of the 90 % interval"),
  })
  .meta({ id: "TrackRecord" });
