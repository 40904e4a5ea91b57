using Governance.LocalStack.Cli;

return await CommandLine.RunAsync(args);
