using LlmMcp.SystemTests.Scripted;

// The test runner loads this assembly as a library; run as a program it is a worker process to be killed.
return args is ["worker"] ? await ScriptedWorker.RunAsync() : 2;
