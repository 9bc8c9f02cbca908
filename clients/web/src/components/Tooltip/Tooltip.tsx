import { Tooltip as Kobalte } from '@kobalte/core/tooltip';
import { type JSX, splitProps, type ValidComponent } from 'solid-js';
import './Tooltip.css';

type TooltipProps = {
  text: string;
  as: ValidComponent;
  placement?: 'top' | 'right' | 'bottom' | 'left';
  children?: JSX.Element;
} & Record<string, unknown>;

/**
 * A trigger with a short text beside it on hover and focus. The text only repeats the trigger's own label.
 *
 * @param props.as the trigger's element or component; props that are not named here go to it.
 */
export function Tooltip(props: TooltipProps) {
  const [own, trigger] = splitProps(props, ['text', 'placement', 'children']);
  return (
    <Kobalte placement={own.placement ?? 'top'} gutter={6} openDelay={350} closeDelay={0}>
      <Kobalte.Trigger {...(trigger as { as: ValidComponent })}>{own.children}</Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="tooltip">{own.text}</Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}
