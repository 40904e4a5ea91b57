import { Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { FileTrigger, Text } from 'react-aria-components';
import { bytes } from './basics';
import { Button } from './controls';

interface Props {
  label: string;
  file: File | null;
  onChange: (file: File) => void;
  /** Endings or media types, for example ".csv". */
  accepts: string[];
  hint?: ReactNode;
}

/** One file from the user's disk. */
export function FileField({ label, file, onChange, accepts, hint }: Props) {
  return (
    <div className="field" role="group" aria-label={label}>
      <span className="label">{label}</span>
      <div className="row">
        <FileTrigger acceptedFileTypes={accepts} onSelect={(files) => files?.[0] && onChange(files[0])}>
          <Button>
            <Upload size={15} aria-hidden /> {file ? 'Choose another file' : 'Choose a file'}
          </Button>
        </FileTrigger>
        {file && (
          <span className="soft wrap-any" role="status">
            {file.name}, {bytes(file.size)}
          </span>
        )}
      </div>
      {hint && <Text className="hint">{hint}</Text>}
    </div>
  );
}
