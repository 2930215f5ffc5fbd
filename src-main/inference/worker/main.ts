/** Entry of the worker process, which runs a model and nothing else. It ends when its parent does. */
import { openPort } from './port.ts';
import { serve } from './serve.ts';

// From 1.30 on, ONNX Runtime on Linux and macOS sends usage events to Microsoft unless this is set before
// the first session (microsoft/onnxruntime#27379): a thread of its own, files and network traffic
// beside what we measure, and nobody who runs a benchmark was asked.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

// Ctrl-C in a terminal goes to the whole group of processes. Our parent decides when we end: it lets the
// window under way finish, and if it dies, the port closes.
process.on('SIGINT', () => undefined);

const port = openPort(() => process.exit(0));
if (port) {
  serve(port);
} else {
  process.stderr.write('This is the worker of joulemark, which starts it by itself.\n');
  process.exitCode = 2;
}
