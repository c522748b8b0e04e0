import { useEffect, useRef, useState } from "preact/hooks";
import { useLanguage, useText } from "../../../text";
import { durationText } from "../../../ui/durations";
import { percentText } from "../../../ui/numbers";
import { sizeText } from "../../../ui/sizes";
import type { Transfer } from "./transfer";

/** Progress of a download, with a cancel button. */
export function Running({
  transfer: { name, announced, progress },
  isChosen,
  onCancel,
}: {
  transfer: Extract<Transfer, { state: "running" }>;
  /** Whether it is the current selection, whose name is shown above. */
  isChosen: boolean;
  onCancel: () => void;
}) {
  const { data, common } = useText();
  const t = data.file;
  const language = useLanguage();
  const { rows, bytes, share, bytesPerSecond, secondsLeft } = progress;
  const number = (value: number) => value.toLocaleString(language);
  const some = rows === 0 ? [] : [t.someRows(number(rows))];
  const told = [
    ...(announced === undefined ? some : [t.ofRows(number(rows), number(announced))]),
    sizeText(bytes, language),
    ...(bytesPerSecond ? [t.speed(sizeText(bytesPerSecond, language))] : []),
    ...(secondsLeft === undefined ? [] : [t.left(durationText(secondsLeft, language))]),
  ];
  const button = useRef<HTMLButtonElement>(null);
  // The pressed button is gone: move the focus here.
  useEffect(() => {
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="running">
      {!isChosen && (
        <p class="name">
          <code>{name}</code>
        </p>
      )}
      <progress aria-label={t.progress} max="1" value={share} />
      <p>{bytes === 0 ? t.starting : told.join(" · ")}</p>
      <button ref={button} type="button" onClick={onCancel}>
        {common.cancel}
      </button>
      <Spoken share={share} />
    </div>
  );
}

/** Announces each quarter to screen readers. */
function Spoken({ share }: { share: number | undefined }) {
  const t = useText().data.file;
  const language = useLanguage();
  const quarter = Math.floor((share ?? 0) * 4) / 4;
  const [said, setSaid] = useState("");
  useEffect(() => setSaid(t.percent(percentText(quarter, language))), [quarter]);
  return (
    <p class="hidden" role="status">
      {said}
    </p>
  );
}
