import './Progress.css';

/** How much of something is done, as a bar. @param props.value from 0 to 1; undefined while nobody knows. */
export function Progress(props: { label: string; value: number | undefined; paused?: boolean }) {
  const percent = () => (props.value === undefined ? undefined : Math.round(props.value * 100));
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent()}
      data-unknown={props.value === undefined ? '' : undefined}
      data-paused={props.paused ? '' : undefined}
    >
      <span class="progress-done" style={{ transform: `scaleX(${props.value ?? 1})` }} />
    </div>
  );
}
