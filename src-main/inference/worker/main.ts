/** Entry of the worker process, which runs a model and nothing else. It ends when its parent does. */
import { openPort } from './port.ts';
import { serve } from './serve.ts';

const port = openPort(() => process.exit(0));
if (port) {
  serve(port);
} else {
  process.stderr.write('This is the worker of joulemark, which starts it by itself.\n');
  process.exitCode = 2;
}
