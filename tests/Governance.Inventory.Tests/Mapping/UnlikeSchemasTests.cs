using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Tests.Mapping;

/// <summary>Schemas that share no names with each other, each with a trap.</summary>
public sealed class UnlikeSchemasTests
{
    [Fact]
    public void German_names_are_understood()
    {
        var map = Maps.Suggest(new Scan()
            .Table("Kundenstamm", "KundenID", ["Kundennummer"], ["KundenID integer !", "Kundennummer varchar(12) !", "Vorname varchar(40) @user.name.first", "Nachname varchar(40) ! @user.name.last",
                "EMail varchar(80) @user.contact.email", "AdresseID integer", "BetreuerID integer"])
            .Table("Mitarbeiter", "MitarbeiterID", ["Personalnummer"], ["MitarbeiterID integer !", "Personalnummer varchar(8) !", "Vorname varchar(40) @user.name.first"])
            .Table("Adressen", "AdresseID", "AdresseID integer !", "Straße varchar(60) @user.contact.address.street", "PLZ varchar(5) @user.contact.address.postal_code")
            .Table("Rechnungen", "RechnungsID", "RechnungsID integer !", "KundenID integer !", "Betrag numeric !")
            .Table("Rechnungsposten", "RechnungsID,Posten", "RechnungsID integer !", "Posten integer !", "ArtikelID integer !")
            .Table("Artikel", "ArtikelID", "ArtikelID integer !", "Bezeichnung varchar(60) ! @user.name")
            .Reference("Kundenstamm", "AdresseID", "Adressen", "AdresseID")
            .Reference("Kundenstamm", "BetreuerID", "Mitarbeiter", "MitarbeiterID")
            .Reference("Rechnungen", "KundenID", "Kundenstamm", "KundenID")
            .Reference("Rechnungsposten", "RechnungsID", "Rechnungen", "RechnungsID")
            .Reference("Rechnungsposten", "ArtikelID", "Artikel", "ArtikelID"));

        Assert.Equal(["Kundenstamm:customer", "Mitarbeiter:employee"], map.Subjects());
        Assert.Equal(["Kundennummer:customer-number", "EMail:email"], map.Identifiers("Kundenstamm"));
        Assert.Equal(["Personalnummer:employee-number"], map.Identifiers("Mitarbeiter"));
        Assert.Equal(["Rechnungen", "Rechnungsposten"], map.With(ErasureAction.Retain));
        Assert.Equal(["Kundenstamm.AdresseID"], map.FollowedUp());
        Assert.True(map.Table("Artikel").Reference);
    }

    [Fact]
    public void A_patients_records_are_the_patients_and_not_the_physicians()
    {
        var map = Maps.Suggest(new Scan()
            .Table("patient", "patient_id", ["mrn"], ["patient_id integer !", "mrn varchar(10) !", "family_name text ! @user.name.last", "national_id text @user.government_id", "gp_id integer !"])
            .Table("physician", "physician_id", ["physician_id integer !", "name text ! @user.name", "email text ! @user.contact.email"])
            .Table("ward", "ward_id", "ward_id integer !", "phone text @user.contact.phone_number")
            .Table("encounter", "encounter_id", "encounter_id integer !", "patient_id integer !", "physician_id integer !", "ward_id integer !", "reason text @user.health_and_medical")
            .Table("diagnosis", "encounter_id,icd_code", "encounter_id integer !", "icd_code text !", "note text @user.health_and_medical")
            .Table("next_of_kin", "id", "id integer !", "patient_id integer !", "name text ! @user.name", "email text @user.contact.email")
            .Table("icd", "code", "code text !", "label text ! @user.name")
            .Reference("patient", "gp_id", "physician", "physician_id")
            .Reference("encounter", "patient_id", "patient", "patient_id").Reference("encounter", "physician_id", "physician", "physician_id").Reference("encounter", "ward_id", "ward", "ward_id")
            .Reference("diagnosis", "encounter_id", "encounter", "encounter_id").Reference("diagnosis", "icd_code", "icd", "code")
            .Reference("next_of_kin", "patient_id", "patient", "patient_id"));

        Assert.Equal(["patient:patient", "physician:employee"], map.Subjects());
        Assert.Equal(["mrn:patient-number", "national_id:national-id"], map.Identifiers("patient"));
        Assert.Equal(["diagnosis.encounter_id", "encounter.patient_id", "next_of_kin.patient_id"], map.FollowedDown());
        Assert.Equal(["diagnosis", "encounter", "next_of_kin", "patient", "physician"], map.With(ErasureAction.Delete));
        Assert.Empty(map.FollowedUp());
        Assert.True(map.Table("icd").Reference);
    }

    [Fact]
    public void In_a_personnel_system_leave_belongs_to_who_takes_it_and_payroll_stays()
    {
        var map = Maps.Suggest(new Scan()
            .Table("hr_employee", "id", ["employee_no"], ["id integer !", "employee_no varchar(8) !", "last_name text ! @user.name.last", "work_email text @user.contact.email", "manager_id integer", "office_id integer !"])
            .Table("office", "id", "id integer !", "city text ! @user.contact.address.city", "phone text @user.contact.phone_number")
            .Table("leave_request", "id", "id integer !", "employee_id integer !", "approved_by_id integer", "comment text")
            .Table("payroll_entry", "id", "id integer !", "employee_id integer !", "amount numeric ! @user.financial", "iban varchar(34) ! @user.financial.bank_account")
            .Table("job_applicants", "id", "id integer !", "full_name text @user.name", "email text @user.contact.email")
            .Reference("hr_employee", "manager_id", "hr_employee", "id").Reference("hr_employee", "office_id", "office", "id")
            .Reference("leave_request", "employee_id", "hr_employee", "id").Reference("leave_request", "approved_by_id", "hr_employee", "id")
            .Reference("payroll_entry", "employee_id", "hr_employee", "id"));

        Assert.Equal(["hr_employee:employee", "job_applicants:job_applicant"], map.Subjects());
        Assert.Equal(["leave_request.employee_id", "payroll_entry.employee_id"], map.FollowedDown());
        Assert.Equal(["payroll_entry"], map.With(ErasureAction.Retain));
        Assert.Equal(["hr_employee"], map.With(ErasureAction.Mask));
        Assert.Null(map.Column("payroll_entry", "amount").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased"), map.Column("payroll_entry", "iban").Masking);
        Assert.Empty(map.FollowedUp());
    }

    [Fact]
    public void Companies_are_not_persons_and_their_contacts_are()
    {
        var map = Maps.Suggest(new Scan()
            .Table("account", "id", "id uuid !", "company_name text !", "vat_id text", "email text @user.contact.email")
            .Table("client", "id", "id uuid !", "company text !", "phone text @user.contact.phone_number")
            .Table("contact", "id", "id uuid !", "account_id uuid !", "first_name text @user.name.first", "email text @user.contact.email", "owner_id integer !")
            .Table("activity", "id", "id uuid !", "contact_id uuid !", "note text")
            .Table("supplier", "id", "id integer !", "name text ! @user.name", "email text @user.contact.email")
            .Table("vendor", "id", "id integer !", "company text !", "contact_name text @user.name", "contact_email text @user.contact.email")
            .Table("app_user", "id", ["username"], ["id integer !", "username text !"])
            .Reference("contact", "account_id", "account", "id").Reference("contact", "owner_id", "app_user", "id")
            .Reference("activity", "contact_id", "contact", "id"));

        Assert.Equal(["app_user:customer", "contact:customer", "vendor:supplier_vendor"], map.Subjects());
        Assert.Equal(["activity.contact_id"], map.FollowedDown());
        Assert.Empty(map.FollowedUp());
        Assert.Equal("user.contact.email", map.Column("supplier", "email").Category);
        Assert.Equal(ErasureAction.None, map.Table("supplier").Action);
    }

    [Fact]
    public void A_loyalty_member_is_linked_by_customer_number_alone()
    {
        var map = Maps.Suggest(new Scan()
            .Table("member", "member_no", ["customer_number"], ["member_no text !", "customer_number varchar(16) !", "nickname varchar(30) @user.name", "sponsor_member_no text"])
            .Table("points_entry", "member_no,entry_no", "member_no text !", "entry_no integer !", "points integer !")
            .Table("reward", "code", "code text !", "title text !")
            .Table("redemption", "id", "id uuid !", "member_no text !", "reward_code text !")
            .Reference("member", "sponsor_member_no", "member", "member_no").Reference("points_entry", "member_no", "member", "member_no")
            .Reference("redemption", "member_no", "member", "member_no").Reference("redemption", "reward_code", "reward", "code"));

        Assert.Equal(["member:customer"], map.Subjects());
        Assert.Equal(["member_no:member-number", "customer_number:customer-number"], map.Identifiers("member"));
        Assert.Equal(["member", "points_entry", "redemption"], map.With(ErasureAction.Delete));
    }

    [Fact]
    public void A_store_without_people_gets_no_suggestion()
    {
        var map = Maps.Suggest(new Scan()
            .Table("site", "code", "code text !", "name text ! @user.name", "city text ! @user.contact.address.city")
            .Table("supplier", "id", ["company"], ["id integer !", "company text ! @user.name", "city text !"])
            .Table("product", "sku", "sku text !", "supplier_id integer !", "name text ! @user.name", "ean bigint ! @user.contact.phone_number")
            .Table("stock_level", "sku", "sku text !", "counted_at_epoch bigint ! @user.government_id")
            .Table("actor", "actor_id", "actor_id integer !", "first_name text ! @user.name.first", "last_name text ! @user.name.last")
            .Reference("product", "supplier_id", "supplier", "id").Reference("stock_level", "sku", "product", "sku"));

        Assert.Empty(map.Subjects());
        Assert.All(map.Tables, t => Assert.Equal(ErasureAction.None, t.Action));
        Assert.All(map.Tables.SelectMany(t => t.Columns), c => Assert.Null(c.Category));
    }

    [Fact]
    public void An_undeclared_reference_is_shown_and_not_followed_until_a_human_vouches_for_it()
    {
        var scan = new Scan()
            .Table("users", "id", "id integer !", "email text ! @user.contact.email")
            .Table("comments", "id", "id integer !", "user_id integer !", "body text !")
            .Table("tags", "id", "id integer !", "user_id uuid");
        var map = Maps.Suggest(scan);
        var guess = Assert.Single(map.References);
        Assert.False(guess.Declared || guess.FollowToChildren || guess.FollowToParent);
        Assert.Equal(ErasureAction.None, map.Table("comments").Action);

        var vouched = map with { References = [guess with { FollowToChildren = true, Decision = DecisionState.Changed }] };
        var next = Inventory.Mapping.MapSuggester.Suggest(scan.Result(), Maps.Store, vouched).Map;
        Assert.Equal(ErasureAction.Delete, next.Table("comments").Action);
        Assert.Equal(Inventory.Mapping.Vocabulary.Categories.FreeText, next.Column("comments", "body").Category);
    }

    [Fact]
    public void A_customer_that_is_a_role_of_a_person_is_reached_through_the_person()
    {
        var map = Maps.Suggest(new Scan()
            .Table("person", "id", "id integer !", "first_name text @user.name.first", "email text @user.contact.email")
            .Table("customer", "id", ["customer_number"], ["id integer !", "customer_number text !", "person_id integer !"])
            .Reference("customer", "person_id", "person", "id"));

        Assert.Equal(["person:customer"], map.Subjects());
        Assert.Equal(["customer.person_id"], map.FollowedDown());
    }

    [Fact]
    public void An_order_line_is_the_buyers_and_not_the_sellers()
    {
        var map = Maps.Suggest(new Scan()
            .Table("user", "id", ["email"], ["id integer !", "email text ! @user.contact.email"])
            .Table("product", "id", "id integer !", "seller_id integer !", "title text !")
            .Table("order", "id", "id integer !", "user_id integer !")
            .Table("order_item", "id", "id integer !", "order_id integer !", "product_id integer !")
            .Reference("product", "seller_id", "user", "id").Reference("order", "user_id", "user", "id")
            .Reference("order_item", "order_id", "order", "id").Reference("order_item", "product_id", "product", "id"));

        Assert.False(map.Reference("order_item", "product_id").FollowToChildren);
        Assert.True(map.Reference("order_item", "order_id").FollowToChildren);
    }
}
