namespace Governance.Contracts.DataPlane.V1;

/// <summary>Scan a store. The secret reference names where the credential is; the credential never travels.</summary>
public sealed record ScanDataStore(Guid ScanId, Guid DataStoreId, string StoreKind, string SecretReference) : ICommand;

/// <summary>Count rows, resolve linked identifiers and check that the plan can be carried out. Changes nothing.</summary>
/// <param name="Attempt">Counts preparations of the same store plan; a later one replaces an earlier one.</param>
public sealed record PrepareStorePlan(Guid PlanId, Guid RequestId, Guid DataStoreId, int Attempt) : ICommand;

/// <summary>Carry out an approved store plan. Repeating it changes nothing.</summary>
public sealed record ExecuteStorePlan(Guid ExecutionId, Guid PlanId, Guid RequestId, Guid DataStoreId) : ICommand;
