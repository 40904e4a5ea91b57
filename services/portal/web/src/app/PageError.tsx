import { CircleAlert } from 'lucide-react';
import { useRouteError } from 'react-router';
import { Button, Empty } from '../ui';

/** A page that broke, or whose script could not be loaded (an update replaced it). */
export function PageError() {
  const error = useRouteError();
  console.error(error);
  return (
    <Empty icon={CircleAlert} title="This page broke">
      <p>It may have been updated meanwhile.</p>
      <Button onPress={() => location.reload()}>Load it again</Button>
    </Empty>
  );
}
