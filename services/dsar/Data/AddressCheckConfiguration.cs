using Governance.Dsar.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dsar.Data;

internal sealed class AddressCheckConfiguration : IEntityTypeConfiguration<AddressCheck>
{
    public void Configure(EntityTypeBuilder<AddressCheck> builder)
    {
        builder.ToTable("address_checks");
        builder.HasKey(c => c.Id);
        // A confirmation with a mail just sent, or the other way round, must not undo each other.
        builder.Property<uint>("xmin").IsRowVersion();
    }
}
