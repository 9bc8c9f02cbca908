import { useApp } from '../../app/context.ts';
import { ResizeHandle } from '../ResizeHandle/ResizeHandle.tsx';

/** The edge of the list of channels or conversations, by which its width is changed; both have the same. */
export function ChannelsEdge(props: { label: string }) {
  const app = useApp();
  return (
    <ResizeHandle
      label={props.label}
      side="right"
      width={app.preferences.channelsWidth}
      min={200}
      max={380}
      onResize={(width) => app.setPreferences('channelsWidth', width)}
    />
  );
}
