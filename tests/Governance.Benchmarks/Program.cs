using Governance.Benchmarks;
using Governance.Benchmarks.Consent;
using Governance.Benchmarks.Messaging;
using Governance.Benchmarks.Stores;

// `./bench` runs everything; `./bench messaging` one; the roles of child processes have two words and come from the parent only.
return args switch
{
    ["messaging-publish" or "messaging-consume" or "raw-publish" or "raw-consume", .. var rest] => await MessagingRoles.RunAsync(args[0], rest),
    ["store-export" or "store-copy" or "store-erase" or "store-delete", .. var rest] => await StoreRoles.RunAsync(args[0], rest),
    [BareService.Role, var database, var port] => await BareService.RunAsync(database, port),
    [] => await Suite.RunAsync(Suite.All),
    _ => await Suite.RunAsync(args),
};
