using Governance.Benchmarks;
using Governance.Benchmarks.Messaging;

// `./bench` runs everything; `./bench messaging` one; the roles of child processes have two words and come from the parent only.
return args switch
{
    ["messaging-publish" or "messaging-consume" or "raw-publish" or "raw-consume", .. var rest] => await MessagingRoles.RunAsync(args[0], rest),
    [] => await Suite.RunAsync(Suite.All),
    _ => await Suite.RunAsync(args),
};
