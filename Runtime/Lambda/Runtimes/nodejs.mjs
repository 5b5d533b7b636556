// Runs a function on Node.js 18 or newer: loads its handler and asks the Runtime API for invocations. Handlers, context,
// errors and log lines are those of AWS's own runtimes (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html).
import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import util from 'node:util';

const environment = process.env;
const major = Number(/^AWS_Lambda_nodejs(\d+)/.exec(environment.AWS_EXECUTION_ENV)?.[1] ?? 22);
// https://aws.amazon.com/blogs/compute/node-js-24-runtime-now-available-in-aws-lambda/
const takesCallbacks = major < 24;

// MARK: Errors

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

const isError = (value) =>
  util.types.isNativeError(value) ||
  [value?.name, value?.message, value?.stack].every((text) => text && typeof text === 'string');

// What the caller of a function gets that failed.
function document(error) {
  try {
    if (!isError(error)) return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
    const escaped = (text) => text?.replaceAll('\x7F', '%7F');
    const trace = escaped(error.stack)?.split('\n') ?? [];
    return { errorType: escaped(error.name), errorMessage: escaped(error.message), trace };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, ' +
        'name, and stack',
    };
  }
}

// The same for the log, with all that is said of the error besides.
function logged(error) {
  const members = (_, value) => {
    if (!(value instanceof Error)) return value;
    const { name: errorType, message: errorMessage, code, stack } = value;
    const lines = typeof stack === 'string' && { stack: stack.split('\n') };
    return { errorType, errorMessage, code, ...value, ...lines };
  };
  try {
    return JSON.stringify(error, members);
  } catch {
    return JSON.stringify(document(error));
  }
}

// MARK: Log

const isJSON = environment.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
let requestID;

function jsonLine(level, time, message, ...values) {
  const line = { timestamp: time, level, requestId: requestID };
  const described = (error) => ({
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  });
  if (values.length === 0) {
    try {
      const members = (_, value) => (value instanceof Error ? { ...described(value), ...value } : value);
      return JSON.stringify({ ...line, message }, members);
    } catch {
      return JSON.stringify({ ...line, message: util.format(message) });
    }
  }
  const error = [message, ...values].find((value) => value instanceof Error);
  return JSON.stringify({ ...line, message: util.format(message, ...values), ...(error && described(error)) });
}

// A message is one line, and so one event of the log, whatever line ends it has.
function write(level, message, ...values) {
  const time = new Date().toISOString();
  const line = isJSON
    ? jsonLine(level, time, message, ...values)
    : `${time}\t${requestID}\t${level}\t${util.format(message, ...values)}`;
  process.stdout.write(line.replaceAll('\n', '\r') + '\n');
}

function takeOverConsole() {
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const lowest = Math.max(0, levels.indexOf(environment.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));
  levels.forEach((level, rank) => {
    const isWritten = rank >= lowest || level === 'FATAL';
    console[level.toLowerCase()] = isWritten ? (...values) => write(level, ...values) : () => {};
  });
  console.log = console.info;
}

function logError(title, thrown) {
  const error = thrown instanceof Error ? thrown : new Error(thrown);
  if (isJSON) console.error(error);
  else console.error(title, `\t${logged(error)}`);
}

// MARK: Runtime API

const [host, port] = environment.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

function open(method, name, headers = {}) {
  const request = http.request({ agent, host, port, method, path: `/2018-06-01/runtime/${name}`, headers });
  const reply = new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      const pieces = [];
      response
        .on('data', (piece) => pieces.push(piece))
        .on('end', () => resolve({ headers: response.headers, body: Buffer.concat(pieces).toString() }))
        .on('error', reject);
    });
  });
  return { request, reply };
}

function post(name, body, headers) {
  const bytes = Buffer.from(body);
  const { request, reply } = open('POST', name, {
    'Content-Type': 'application/json',
    'Content-Length': bytes.length,
    ...headers,
  });
  request.end(bytes);
  return reply;
}

function next() {
  const { request, reply } = open('GET', 'invocation/next');
  request.end();
  return reply;
}

function postError(name, error) {
  const body = document(error);
  return post(name, JSON.stringify(body), { 'Lambda-Runtime-Function-Error-Type': headerText(body.errorType) });
}

// An error may be called anything; a header may not.
const headerText = (text) => String(text).replace(/[^\x20-\x7E]/g, '?');

// MARK: Response streaming

const isStreaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

// What a streaming handler writes to. The request opens with the first piece.
class ResponseStream extends Writable {
  #invocation;
  #headers = { 'Content-Type': 'application/octet-stream' };
  #connection;
  #began = false;

  constructor(invocation, options) {
    super(options);
    this.#invocation = invocation;
  }

  setContentType(type) {
    if (this.#began) throw new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    this.#headers['Content-Type'] = type;
  }

  write(piece, ...rest) {
    const isText = typeof piece === 'string';
    if (!isText && !Buffer.isBuffer(piece) && piece?.constructor !== Uint8Array) piece = JSON.stringify(piece);
    if (!this.#began) {
      this.#began = true;
      this._onBeforeFirstWrite?.((bytes) => super.write(bytes));
    }
    return super.write(piece, ...rest);
  }

  _write(piece, _, done) {
    if (this.#open().write(piece)) done();
    else this.#open().once('drain', done);
  }

  _final(done) {
    this.#open().end(() => done());
  }

  // Resolves when the Runtime API has it all.
  sent() {
    this.#open();
    return this.#connection.reply;
  }

  fail(error) {
    logError('Invoke Error', error);
    const body = document(error);
    const request = this.#open();
    if (request.writableEnded) return this.sent();
    request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': headerText(body.errorType),
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(body)).toString('base64'),
    });
    request.end();
    return this.sent();
  }

  #open() {
    if (!this.#connection) {
      this.#connection = open('POST', `${this.#invocation}/response`, {
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        'Transfer-Encoding': 'chunked',
        Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
        ...this.#headers,
      });
      this.#connection.reply.catch((error) => this.destroy(error));
    }
    return this.#connection.request;
  }
}

function provideStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[isStreaming] = 'response';
      if (typeof options?.highWaterMark === 'number') handler[highWaterMark] = Math.trunc(options.highWaterMark);
      return handler;
    },
    HttpResponseStream: {
      // Status and headers go first, as JSON, and eight NULs behind them.
      from(stream, prelude) {
        stream.setContentType('application/vnd.awslambda.http-integration-response');
        stream._onBeforeFirstWrite = (write) => {
          write(JSON.stringify(prelude));
          write(new Uint8Array(8));
        };
        return stream;
      },
    },
  };
}

// MARK: Handler

async function load(root, name) {
  if (name.includes('..')) {
    const remedy = 'Use absolute paths when specifying root directories in handler names.';
    throw new RuntimeError('MalformedHandlerName', `'${name}' is not a valid handler name. ${remedy}`);
  }
  const parts = /^([^.]*)\.(.*)$/.exec(path.basename(name));
  if (!parts) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  const module = await loadModule(root, path.dirname(name), parts[1]);
  const handler = parts[2].split('.').reduce((value, key) => value && value[key], module);
  if (!handler) throw new RuntimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new RuntimeError('HandlerNotFound', `${name} is not a function`);
  if (!takesCallbacks && handler.length >= 3) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
        'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  if (![undefined, null, false, 'response'].includes(handler[isStreaming])) {
    throw new RuntimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
  }
  return handler;
}

// A module is what stands under its name without an ending, with `.js`, `.mjs` or `.cjs`, or a package of that name.
async function loadModule(root, folder, name) {
  const file = path.resolve(root, folder, name);
  const require = createRequire(path.join(root, 'index.js'));
  const isModule = isOfModules(path.dirname(file));
  try {
    for (const ending of ['', '.js', '.mjs', '.cjs']) {
      if (!statSync(file + ending, { throwIfNoEntry: false })?.isFile()) continue;
      const isImported = ending === '.mjs' || (ending === '.js' && isModule);
      return isImported ? await import(pathToFileURL(file + ending)) : require(file + ending);
    }
    if (existsSync(file)) return require(file);
    return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
  } catch (error) {
    hint(error);
    if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error));
    if (error?.code === 'MODULE_NOT_FOUND') throw new RuntimeError('ImportModuleError', String(error));
    throw error;
  }
}

// Whether `.js` files are modules there: as the nearest package.json says.
function isOfModules(folder) {
  if (path.basename(folder) === 'node_modules') return false;
  const file = path.join(folder, 'package.json');
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))?.type === 'module';
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  return folder !== '/' && isOfModules(path.dirname(folder));
}

// Lambda's runtimes carry the SDK with them; this machine may not.
function hint(error) {
  const missing = /Cannot find (?:module|package) '((?:@aws-sdk|@smithy)\/[^/']+|aws-sdk)/.exec(error?.message)?.[1];
  if (missing) {
    const remedy = `npm install ${missing} beside the function`;
    process.stderr.write(`Lambda has ${missing} in its runtime, this machine has not: ${remedy}\n`);
  }
}

// MARK: Invocations

// Called when nothing is left to do: a handler may have gone without an answer, or its answer waits for that.
let idle = () => {};
let fatal = (error, status) => postError('init/error', error).finally(() => process.exit(status));

function context(headers) {
  const parsed = (name, text) => {
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`Cannot parse ${name} as json: ${error}`);
    }
  };
  const deadline = headers['lambda-runtime-deadline-ms'];
  return {
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed('ClientContext', headers['lambda-runtime-client-context']),
    identity: parsed('CognitoIdentity', headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

const isPromise = (value) => typeof value?.then === 'function';

// Resolves with the body of the answer; throws what the handler throws or calls back with.
function answer(handler, event, context) {
  return new Promise((resolve, reject) => {
    const succeed = (value) => {
      try {
        resolve(JSON.stringify(value === undefined ? null : value) ?? 'null');
      } catch {
        reject(new Error('Unable to stringify response body'));
      }
    };
    const fail = (error) => reject(error ?? 'handled');
    const done = (error, value) => (error === undefined || error === null ? succeed(value) : reject(error));
    let waits = true;
    const callback = (error, value) => {
      if (!waits || (error !== undefined && error !== null)) done(error, value);
      else idle = () => succeed(value);
    };
    if (takesCallbacks) {
      Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
        enumerable: true,
        get: () => waits,
        set: (value) => (waits = value),
      });
      Object.assign(context, { succeed, fail, done });
    }
    const isAsync = handler.constructor?.name === 'AsyncFunction';
    idle = () => (isAsync || !takesCallbacks ? reject(neverSettled()) : succeed(null));
    const value = handler(event, context, ...(takesCallbacks ? [once(callback)] : []));
    if (isPromise(value)) value.then(succeed, fail);
    else if (!takesCallbacks) succeed(value);
  });
}

function once(function_) {
  let isCalled = false;
  return (...values) => {
    if (isCalled) return;
    isCalled = true;
    function_(...values);
  };
}

const neverSettled = () =>
  new RuntimeError(
    'NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise ' +
      'that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );

async function serve(handler) {
  const { headers, body } = await next();
  requestID = headers['lambda-runtime-aws-request-id'];
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) environment._X_AMZN_TRACE_ID = trace;
  else delete environment._X_AMZN_TRACE_ID;
  const invocation = `invocation/${requestID}`;
  fatal = (error, status) => postError(`${invocation}/error`, error).finally(() => process.exit(status));
  if (handler[isStreaming]) return stream(handler, invocation, JSON.parse(body), context(headers));
  let text;
  try {
    text = await answer(handler, JSON.parse(body), context(headers));
  } catch (error) {
    idle = () => {};
    logError('Invoke Error', error);
    return postError(`${invocation}/error`, error);
  }
  idle = () => {};
  return post(`${invocation}/response`, text);
}

async function stream(handler, invocation, event, context) {
  const mark = handler[highWaterMark];
  const response = new ResponseStream(invocation, mark && { highWaterMark: mark });
  // Whoever never reads of an error is told by the answer.
  response.on('error', () => {});
  try {
    const result = handler(event, response, context);
    if (!isPromise(result)) return await response.fail('Streaming does not support non-async handlers.');
    const unsettled = new Promise((_, reject) => (idle = () => reject(neverSettled())));
    const value = await Promise.race([result, unsettled]);
    if (value !== undefined) console.warn('Streaming handlers ignore return values.');
    if (!response.writableEnded) return await response.fail('Response stream is not finished.');
    await response.sent();
  } catch (error) {
    await response.fail(error);
  } finally {
    idle = () => {};
  }
}

async function run() {
  takeOverConsole();
  process.on('beforeExit', () => idle());
  process.on('uncaughtException', (error) => {
    logError('Uncaught Exception', error);
    fatal(error, 129);
  });
  process.on('unhandledRejection', (reason, promise) => {
    const error = Object.assign(new RuntimeError('UnhandledPromiseRejection', reason), { reason, promise });
    logError('Unhandled Promise Rejection', error);
    fatal(error, 128);
  });
  if (!['1', 'true'].includes(environment.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) provideStreaming();
  let handler;
  try {
    handler = await load(environment.LAMBDA_TASK_ROOT, environment._HANDLER);
  } catch (error) {
    logError(takesCallbacks ? 'Uncaught Exception' : 'Init Error', error);
    return fatal(error, 129);
  }
  for (;;) await serve(handler);
}

run();
