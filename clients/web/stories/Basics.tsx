import { Bell, Trash2 } from 'lucide-solid';
import { createSignal, For } from 'solid-js';
import { Avatar, CommunityMark } from '../src/components/Avatar/Avatar.tsx';
import { Button, IconButton } from '../src/components/Button/Button.tsx';
import { CopyField } from '../src/components/CopyField/CopyField.tsx';
import { HuePicker } from '../src/components/HuePicker/HuePicker.tsx';
import { Notice } from '../src/components/Notice/Notice.tsx';
import { LineSkeletons, MessageSkeletons } from '../src/components/Skeleton/Skeleton.tsx';
import { Switch } from '../src/components/Switch/Switch.tsx';
import { TextField } from '../src/components/TextField/TextField.tsx';
import { LONG, RIGHT_TO_LEFT, State, Story, UNBROKEN } from './Story.tsx';

const LOOKS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const nothing = () => undefined;

/** What every page is made of. */
export function Basics() {
  const [on, setOn] = createSignal(true);
  const [text, setText] = createSignal('maya.lindqvist');
  const [hue, setHue] = createSignal<number>(140);
  return (
    <>
      <Story title="Button">
        <For each={LOOKS}>
          {(look) => (
            <State name={look}>
              <Button look={look}>Save</Button>
              <Button look={look} icon={Bell}>
                Notify me
              </Button>
              <Button look={look} busy>
                Saving
              </Button>
              <Button look={look} disabled>
                Save
              </Button>
            </State>
          )}
        </For>
        <State name="long, right-to-left">
          <Button>{LONG}</Button>
          <Button>{RIGHT_TO_LEFT}</Button>
        </State>
        <State name="icon">
          <IconButton icon={Trash2} label="Delete" />
          <IconButton icon={Bell} label="Notify me" aria-pressed={true} />
        </State>
      </Story>
      <Story title="Text field">
        <State name="filled">
          <TextField label="Username" value={text()} onChange={setText} hint="Others find you by it" />
        </State>
        <State name="empty">
          <TextField label="Name" value="" placeholder="What it is called" onChange={nothing} />
        </State>
        <State name="error">
          <TextField label="Email" value="maya@" error="Must be an email address." onChange={nothing} />
        </State>
        <State name="several lines, long">
          <TextField label="About you" value={`${LONG}\n${UNBROKEN}`} multiline onChange={nothing} />
        </State>
      </Story>
      <Story title="Switch">
        <State name="on and off">
          <Switch label="Show members" hint="Beside the conversation" checked={on()} onChange={setOn} />
        </State>
        <State name="disabled, long">
          <Switch label={LONG} checked={false} disabled onChange={nothing} />
        </State>
      </Story>
      <Story title="Notice">
        <State name="plain">
          <Notice>Your log-in was ended, maybe from another device.</Notice>
        </State>
        <State name="danger, long">
          <Notice look="danger">{LONG}</Notice>
        </State>
      </Story>
      <Story title="Avatar and mark">
        <State name="sizes">
          <For each={[18, 24, 38, 56]}>{(size) => <Avatar name="Maya Lindqvist" hue={55} size={size} />}</For>
        </State>
        <State name="bot, one letter, right-to-left">
          <Avatar name="Weather bot" hue={230} size={38} bot />
          <Avatar name="ß" hue={320} size={38} />
          <Avatar name={RIGHT_TO_LEFT} hue={20} size={38} />
        </State>
        <State name="community">
          <CommunityMark name="Hillside Garden" hue={hue()} size={56} />
        </State>
      </Story>
      <Story title="Hue picker">
        <State name="chosen">
          <HuePicker label="Colour" value={hue()} onChange={(picked) => setHue(picked ?? 140)} />
        </State>
      </Story>
      <Story title="Copy field">
        <State name="long">
          <CopyField label="Invitation link" value={`https://cozy.example/invite/${UNBROKEN}`} />
        </State>
      </Story>
      <Story title="Skeletons">
        <State name="lines">
          <LineSkeletons count={3} />
        </State>
        <State name="messages">
          <MessageSkeletons />
        </State>
      </Story>
    </>
  );
}
