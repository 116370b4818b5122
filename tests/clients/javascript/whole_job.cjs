// Microsoft's JavaScript clients through a whole job: sign in, stage, submit, wait, read, and clean up.
//
// Batch is asked twice over: by Shared Key, as @azure/batch offers, and by a token, which its requests are given by
// hand because the client would ask for one of another audience.

const assert = require("node:assert/strict");
const { test, before, after } = require("node:test");
const { setTimeout: sleep } = require("node:timers/promises");

const { BatchServiceClient, BatchSharedKeyCredentials } = require("@azure/batch");
const { ClientSecretCredential } = require("@azure/identity");
const {
  BlobSASPermissions,
  BlobServiceClient,
  ContainerSASPermissions,
  StorageSharedKeyCredential,
  generateBlobSASQueryParameters,
} = require("@azure/storage-blob");

const env = process.env;
const JOB = "javascript-job";
const SCRIPT = 'set -e\nmkdir outputs\necho "plot of $(cat data.txt)" > outputs/plot.txt\necho "hello $WHO"\n';
const MANY = 30;

const principal = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, {
  authorityHost: env.AZURE_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const byKey = new BatchServiceClient(
  new BatchSharedKeyCredentials(env.BATCH_ACCOUNT_NAME, env.BATCH_ACCOUNT_KEY),
  env.BATCH_ACCOUNT_URL,
  { noRetryPolicy: true },
);
const byToken = new BatchServiceClient(
  {
    async signRequest(request) {
      const { token } = await principal.getToken("https://batch.core.windows.net/.default");
      request.headers.set("authorization", `Bearer ${token}`);
      return request;
    },
  },
  env.BATCH_ACCOUNT_URL,
  { noRetryPolicy: true },
);
const storage = new BlobServiceClient(env.BLOB_ENDPOINT, principal, { retryOptions: { maxTries: 1 } });
const container = storage.getContainerClient(JOB);

async function text(body) {
  const pieces = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Signs for something in the container with a user delegation key. */
async function sign(what) {
  const startsOn = new Date(Date.now() - 300_000);
  const expiresOn = new Date(Date.now() + 3_600_000);
  const key = await storage.getUserDelegationKey(startsOn, expiresOn);
  const values = { containerName: JOB, startsOn, expiresOn, ...what };
  return generateBlobSASQueryParameters(values, key, env.STORAGE_ACCOUNT_NAME).toString();
}

async function resource(name) {
  const blob = container.getBlockBlobClient(`staged/${name}`);
  const sas = await sign({ blobName: blob.name, permissions: BlobSASPermissions.parse("r") });
  return { httpUrl: `${blob.url}?${sas}`, filePath: name };
}

async function wholeTask() {
  const sas = await sign({ permissions: ContainerSASPermissions.parse("cw") });
  const home = (filePattern, path) => ({
    filePattern,
    destination: { container: { containerUrl: `${container.url}?${sas}`, path } },
    uploadOptions: { uploadCondition: "taskCompletion" },
  });
  return {
    id: "whole",
    commandLine: "/bin/sh hello.sh",
    resourceFiles: [await resource("hello.sh"), await resource("data.txt")],
    environmentSettings: [{ name: "WHO", value: "crew" }],
    outputFiles: [home("../std*.txt", "whole"), home("outputs/**/*", "whole/outputs")],
    constraints: { maxWallClockTime: "PT5M", maxTaskRetryCount: 0 },
  };
}

async function completed(batch) {
  for (let tries = 0; tries < 600; tries += 1) {
    const job = await batch.job.get(JOB);
    if (job.state === "completed") return job;
    await sleep(100);
  }
  throw new Error("the job did not end");
}

let job;

before(async () => {
  await container.create();
  await container.getBlockBlobClient("staged/hello.sh").upload(SCRIPT, SCRIPT.length);
  // Blocks and a block list rather than one call.
  const options = { blockSize: 2, maxSingleShotSize: 1 };
  await container.getBlockBlobClient("staged/data.txt").uploadData(Buffer.from("data"), options);
  await byToken.job.add({ id: JOB, displayName: "From JavaScript", poolInfo: { poolId: env.BATCH_POOL_ID } });
  await byKey.task.add(JOB, await wholeTask());
  const tasks = Array.from({ length: MANY }, (_, number) => ({
    id: `small-${number}`,
    commandLine: `/bin/sh -c 'exit ${number % 2}'`,
  }));
  const added = await byKey.task.addCollection(JOB, tasks);
  assert.deepEqual(new Set(added.value.map((each) => each.status)), new Set(["success"]));
  await byToken.job.patch(JOB, { onAllTasksComplete: "terminateJob" });
  job = await completed(byToken);
});

after(async () => {
  await byKey.job.deleteMethod(JOB);
  await container.delete();
  await assert.rejects(container.getProperties(), { code: "ContainerNotFound", statusCode: 404 });
});

test("the job ended when its tasks had", () => {
  assert.equal(job.displayName, "From JavaScript");
  assert.equal(job.executionInfo.terminateReason, "AllTasksComplete");
  assert.ok(job.executionInfo.startTime <= job.executionInfo.endTime);
});

test("the counts add up", async () => {
  const { taskCounts } = await byKey.job.getTaskCounts(JOB);
  assert.deepEqual(
    [taskCounts.active, taskCounts.running, taskCounts.completed, taskCounts.succeeded, taskCounts.failed],
    [0, 0, MANY + 1, MANY / 2 + 1, MANY / 2],
  );
});

test("a list keeps to filter, selection and page", async () => {
  const options = { filter: "executionInfo/exitCode eq 1", select: "id,executionInfo", maxResults: 10 };
  const first = await byKey.task.list(JOB, { taskListOptions: options });
  const second = await byKey.task.listNext(first.odatanextLink);
  assert.deepEqual([first.length, second.length, second.odatanextLink], [10, 5, undefined]);
  assert.deepEqual(new Set([...first, ...second].map((task) => task.executionInfo.exitCode)), new Set([1]));
  assert.equal(first[0].commandLine, undefined);
});

test("a task tells how it ended, and its files are read", async () => {
  const { state, executionInfo } = await byToken.task.get(JOB, "whole");
  assert.deepEqual([state, executionInfo.exitCode, executionInfo.result], ["completed", 0, "success"]);
  const stdout = await byKey.file.getFromTask(JOB, "whole", "stdout.txt");
  assert.equal(await text(stdout.readableStreamBody), "hello crew\n");
  const files = await byKey.file.listFromTask(JOB, "whole", { recursive: true });
  assert.ok(files.some((file) => file.name === "wd/outputs/plot.txt"));
});

test("its output files are in the container", async () => {
  const names = [];
  for await (const blob of container.listBlobsFlat({ prefix: "whole/" })) names.push(blob.name);
  assert.deepEqual(names, ["whole/outputs/plot.txt", "whole/stderr.txt", "whole/stdout.txt"]);
  const plot = await container.getBlobClient("whole/outputs/plot.txt").downloadToBuffer();
  assert.equal(plot.toString(), "plot of data\n");
});

test("refusals carry the service's codes", async () => {
  const refused = (status, code) => (error) => error.statusCode === status && (error.code ?? error.body?.code) === code;
  await assert.rejects(byKey.job.get("absent"), refused(404, "JobNotFound"));
  await assert.rejects(byKey.task.add(JOB, { id: "late", commandLine: "true" }), refused(409, "JobCompleted"));
  const taken = container.getBlockBlobClient("staged/hello.sh").upload("x", 1, { conditions: { ifNoneMatch: "*" } });
  await assert.rejects(taken, refused(409, "BlobAlreadyExists"));
});

test("keys open the account too, and a wrong key or secret nothing", async () => {
  const key = new StorageSharedKeyCredential(env.STORAGE_ACCOUNT_NAME, env.STORAGE_ACCOUNT_KEY);
  const properties = await new BlobServiceClient(env.BLOB_ENDPOINT, key).getContainerClient(JOB).getProperties();
  assert.equal(properties.leaseState, "available");
  const wrong = new BatchSharedKeyCredentials(env.BATCH_ACCOUNT_NAME, Buffer.from("wrong").toString("base64"));
  const client = new BatchServiceClient(wrong, env.BATCH_ACCOUNT_URL, { noRetryPolicy: true });
  await assert.rejects(client.job.list(), (error) => error.statusCode === 401);
  const stranger = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, "wrong", {
    authorityHost: env.AZURE_AUTHORITY_HOST,
    disableInstanceDiscovery: true,
  });
  await assert.rejects(stranger.getToken("https://storage.azure.com/.default"), /AADSTS7000215/);
});
