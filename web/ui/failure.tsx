import type { ApiProblem } from "../api/problem";
import { useText } from "../text";

/** Error message with a retry button. */
export function Failure({ problem, again }: { problem: ApiProblem; again?: () => void }) {
  const { common: t } = useText();
  const isUnreachable = problem.code === "unreachable";
  const isBroken = problem.code === "broken";
  return (
    <div class="failure" role="alert">
      <strong>{problem.title || t.failed}</strong>
      <p>{isUnreachable ? t.unreachable : isBroken ? t.broken : problem.detail}</p>
      {problem.faults.length > 0 && (
        <ul>
          {problem.faults.map(({ name, detail }) => (
            <li key={name + detail}>
              <code>{name}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {problem.retryAfter !== undefined && <p>{t.retryIn(problem.retryAfter)}</p>}
      {again && (
        <button type="button" onClick={again}>
          {t.retry}
        </button>
      )}
      {problem.requestId && <p class="quiet">{t.requestId(problem.requestId)}</p>}
    </div>
  );
}
