using Governance.Contracts;

namespace Governance.Identity.Roles;

/// <summary>Roles that exist from the first start. An administrator may change their permissions afterwards.</summary>
internal static class RoleCatalogue
{
    public const string Admin = "admin";
    public const string Dpo = "dpo";
    public const string PrivacyAnalyst = "privacy-analyst";
    public const string LegalReviewer = "legal-reviewer";
    public const string DataOwner = "data-owner";
    public const string Auditor = "auditor";

    /// <summary>What the admin role can't lose, or nobody could give it back.</summary>
    public static IReadOnlyList<string> KeptByAdmin { get; } =
        [Permissions.UsersRead, Permissions.UsersWrite, Permissions.RolesRead, Permissions.RolesWrite];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        // Runs the platform; decides nothing about people's data.
        [Admin] =
        [
            .. KeptByAdmin, Permissions.PeopleRead, Permissions.ClientsRead, Permissions.ClientsWrite, Permissions.KeysRotate,
            Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.DataPlaneRead, Permissions.DataPlaneOperate,
            Permissions.RecipientsRead, Permissions.RecipientsWrite, Permissions.MessagingRead, Permissions.MessagingReplay, Permissions.AuditRead,
            Permissions.AuditReceipts,
        ],
        [Dpo] =
        [
            Permissions.PeopleRead, Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.InventoryScan, Permissions.InventoryConfirm, Permissions.DataPlaneRead, Permissions.DataPlaneOperate,
            Permissions.DsarRead, Permissions.DsarOpen, Permissions.DsarPlan, Permissions.DsarApprove, Permissions.DsarManage, Permissions.DsarReveal,
            Permissions.ConsentRead, Permissions.ConsentDecide, Permissions.ConsentGovern, Permissions.PurposesWrite, Permissions.RecipientsRead, Permissions.RecipientsWrite,
            Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment, Permissions.DpiaAdvise, Permissions.DpiaApprove, Permissions.DpiaTemplates,
            Permissions.AuditRead, Permissions.AuditVerify,
            Permissions.AuditExport, Permissions.AuditErase, Permissions.AuditRetain, Permissions.AuditReceipts,
            Permissions.AuditReview, Permissions.AuditTune,
        ],
        [PrivacyAnalyst] =
        [
            Permissions.PeopleRead, Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.InventoryScan, Permissions.InventoryConfirm, Permissions.DataPlaneRead,
            Permissions.DsarRead, Permissions.DsarOpen, Permissions.DsarPlan, Permissions.DsarManage,
            Permissions.ConsentRead, Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment,
            Permissions.AuditReceipts,
        ],
        [LegalReviewer] =
        [
            Permissions.PeopleRead, Permissions.InventoryRead, Permissions.DsarRead, Permissions.DsarApprove, Permissions.ConsentRead,
            Permissions.DpiaRead, Permissions.DpiaComment, Permissions.DpiaApprove, Permissions.AuditRead,
            Permissions.AuditRetain, Permissions.AuditReceipts,
        ],
        [DataOwner] =
        [
            Permissions.PeopleRead, Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.InventoryScan, Permissions.InventoryConfirm, Permissions.DataPlaneRead,
            Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment, Permissions.DpiaAcceptRisk,
            Permissions.AuditReceipts,
        ],
        [Auditor] =
        [
            Permissions.PeopleRead, Permissions.UsersRead, Permissions.RolesRead, Permissions.ClientsRead, Permissions.InventoryRead, Permissions.DsarRead,
            Permissions.ConsentRead, Permissions.RecipientsRead, Permissions.DpiaRead, Permissions.AuditRead, Permissions.AuditVerify,
            Permissions.AuditExport, Permissions.AuditReceipts,
            Permissions.AuditReview,
        ],
    };
}
