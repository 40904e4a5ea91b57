import { CheckCircle2, CircleAlert, X } from 'lucide-react';
import { Button as AriaButton, Text, UNSTABLE_Toast as Toast, UNSTABLE_ToastContent as ToastContent, UNSTABLE_ToastQueue as ToastQueue, UNSTABLE_ToastRegion as ToastRegion } from 'react-aria-components';
import { explain } from '../api/problem';
import { cx } from './basics';

interface Message {
  text: string;
  bad?: boolean;
}

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Says that something worked. */
export const said = (text: string) => queue.add({ text }, { timeout: 5000 });

/** Says why something did not work. */
export const failed = (error: unknown) => queue.add({ text: explain(error), bad: true }, { timeout: 12_000 });

export function Toasts() {
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className={cx('toast', toast.content.bad && 'bad')}>
          {toast.content.bad ? <CircleAlert size={17} aria-hidden /> : <CheckCircle2 size={17} aria-hidden />}
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          <AriaButton slot="close" className="button quiet icon small" aria-label="Close">
            <X size={15} aria-hidden />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
