import { createAction } from '../../app/errors.ts';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';

interface ConfirmProps {
  title: string;
  /** Names what goes. */
  text: string;
  action: string;
  act: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export default function Confirm(props: ConfirmProps) {
  const action = createAction();
  const confirm = async () => {
    if (await action.run(props.act)) props.onClose();
  };
  return (
    <Dialog
      title={props.title}
      description={props.text}
      onClose={props.onClose}
      onSubmit={() => void confirm()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="danger" busy={action.busy()}>
            {props.action}
          </Button>
        </>
      }
    >
      <Notice look="danger">{action.message()}</Notice>
    </Dialog>
  );
}
