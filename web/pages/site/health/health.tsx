import type { View as PageView } from "../../../chart/view";
import type { Place } from "../common/place";
import { Life } from "./life-chart";
import { Positions } from "./positions";
import { SohChart } from "./soh-chart";

/** Ageing: SoH, SoL and cells that stand out. */
export function Health({ place, view }: { place: Place; view: PageView }) {
  return (
    <div class="grid wide">
      <SohChart place={place} />
      <Life place={place} />
      <Positions place={place} view={view} />
    </div>
  );
}
