-- Deterministic: the same people at every seeding, dates counted back from now.
-- Phone numbers come from ranges kept for fiction (UK 07700 900xxx, UK 020 7946 0xxx, Sweden 070-174 06 xx).
CREATE FUNCTION pg_temp.iban(n bigint) RETURNS text LANGUAGE sql AS $$
    SELECT 'GB' || lpad((98 - (('13142224' || lpad(n::text, 14, '0') || '161100')::numeric % 97))::text, 2, '0')
        || 'DEMO' || lpad(n::text, 14, '0')
$$;

INSERT INTO country VALUES ('SE', 'Sweden'), ('GB', 'United Kingdom'), ('DE', 'Germany'), ('NL', 'Netherlands'), ('FI', 'Finland');

CREATE TEMP TABLE name_pool AS SELECT
    ARRAY['Alva','Bertil','Carin','Dagny','Edvin','Frida','Gustaf','Hilda','Isak','Jorunn','Kerstin','Linnea',
          'Malte','Nils','Oskar','Petra','Ragnar','Sanna','Torsten','Ulla','Vera','Wilmer','Ylva'] AS firsts,
    ARRAY['Abrahamsen','Björkegren','Cederlund','Dalhammar','Engvall','Forsmark','Granqvist','Hallonsten','Idegård','Jernberg',
          'Kvarnström','Lagerholm','Månsdotter','Nyblom','Odelstierna','Palmryd','Ryttarson','Stjernborg','Tallbacka'] AS lasts;

INSERT INTO department VALUES ('SUP', 'Customer support', 2), ('FIN', 'Finance', 9), ('LOG', 'Logistics', 15), ('MGT', 'Management', 1);
INSERT INTO employee (department_code, manager_id, first_name, last_name, email, phone, birth_date, hired_on, "bankIban", photo)
SELECT CASE WHEN e = 1 THEN 'MGT' WHEN e < 9 THEN 'SUP' WHEN e < 15 THEN 'FIN' ELSE 'LOG' END,
       CASE WHEN e = 1 THEN NULL WHEN e IN (2, 9, 15) THEN 1 WHEN e < 9 THEN 2 WHEN e < 15 THEN 9 ELSE 15 END,
       f, l, lower(translate(f || '.' || l, 'åäö', 'aao')) || '@hearth-harbour.example',
       '+44 20 7946 0' || lpad((100 + e)::text, 3, '0'),
       (current_date - make_interval(years => 26 + e, days => e * 17))::date,
       (current_date - make_interval(years => e % 12, days => e * 5))::date,
       pg_temp.iban(7000 + e), decode(repeat(md5('photo' || e), 128), 'hex')
FROM (SELECT e, (ARRAY['Astrid','Birger','Camilla','Dennis','Ebba','Fabian','Greta','Henning','Ingrid','Jakob','Klara','Lovisa'])[1 + e % 12] AS f,
             (ARRAY['Amundsson','Brännlund','Cronhielm','Drakenberg','Eldforss','Fogelklou','Gyllensten'])[1 + e % 7] AS l
      FROM generate_series(1, 24) AS e) AS staff ORDER BY e;

-- Home addresses: customer i lives at address i, except that 43 shares the address of 42 (and every 40th shares too).
INSERT INTO address (id, street, postal_code, city, country_code, latitude, longitude)
SELECT i, CASE i WHEN 42 THEN 'Almvägen 14'
          ELSE (ARRAY['Rönnbärsstigen','Lantern Row','Möwengasse','Kelp Street','Haverslaan','Saltbodvägen','Tinker Lane'])[1 + i % 7] || ' ' || (i + 2) END,
       CASE WHEN i = 42 THEN '999 14' ELSE (99000 + i)::text END,
       (ARRAY['Vikfjärd','Elmhaven','Sandhafen','Waterdorp','Lumijoki'])[1 + i % 5],
       (ARRAY['SE','GB','DE','NL','FI'])[1 + i % 5], 50 + (i % 90) / 10.0, 5 + (i % 70) / 10.0
FROM generate_series(1, 320) AS i;
UPDATE address SET city = 'Vikfjärd', country_code = 'SE' WHERE id = 42;
INSERT INTO address (id, street, postal_code, city, country_code) VALUES
    (1001, 'Klippudden 3', '999 71', 'Sommarö', 'SE'), (1002, 'Kajplats 1', '999 01', 'Vikfjärd', 'SE'), (1003, 'Wharf Road 9', '99003', 'Elmhaven', 'GB');
SELECT setval(pg_get_serial_sequence('address', 'id'), 2000);
INSERT INTO pickup_point VALUES ('PU-VIK', 'Pick-up point harbour', 1002), ('PU-ELM', 'Pick-up point wharf', 1003);

INSERT INTO customer (id, customer_number, first_name, last_name, email, phone, birth_date, "födelseort", status, home_address_id,
                      referred_by_id, support_agent_id, alternate_emails, interests, profile, registration_ip, created_at, updated_at)
SELECT i, 'C-' || (20000 + i), f, l, m,
       CASE WHEN i = 42 THEN '+46 70 174 06 21' WHEN i = 43 THEN '+46 70 174 06 33' WHEN i % 11 = 0 THEN NULL
            ELSE '+44 7700 900' || lpad(i::text, 3, '0') END,
       (current_date - make_interval(years => 19 + i % 55, days => (i * 31) % 365))::date,
       CASE WHEN i % 3 = 0 THEN 'Österbyhamn' END,
       (CASE WHEN i % 29 = 0 THEN 'paused' ELSE 'active' END)::customer_status,
       CASE WHEN i = 43 THEN 42 WHEN i % 40 = 0 THEN i - 1 ELSE i END,
       CASE WHEN i IN (44, 45, 46) THEN 42 WHEN i = 42 THEN 17 WHEN i % 9 = 0 THEN i - 5 END,
       3 + i % 6,
       CASE WHEN i = 42 THEN ARRAY['mara.private@inbox.example', 'ml@post.example'] END,
       string_to_array((ARRAY['garden,tea','lamps,reading','kitchen,cycling'])[1 + i % 3], ','),
       jsonb_build_object('nickname', left(f, 3) || i, 'contact', jsonb_build_object('email', m, 'name', f || ' ' || l), 'newsletter', i % 2 = 0),
       ('198.51.100.' || i % 250)::inet,
       now() - make_interval(days => 1500 - i), now() - make_interval(days => i % 200)
FROM (SELECT i, CASE i WHEN 42 THEN 'Mara' WHEN 43 THEN 'Tomas' ELSE firsts[1 + i % 23] END AS f,
             CASE i WHEN 42 THEN 'Lindqvist' WHEN 43 THEN 'Ekvall' ELSE lasts[1 + i % 19] END AS l,
             CASE i WHEN 42 THEN 'mara.lindqvist@mail.example' WHEN 43 THEN 'Tomas.Ekvall@post.example'
                    ELSE lower(translate(firsts[1 + i % 23] || '.' || lasts[1 + i % 19], 'åäöÅÄÖ', 'aaoAAO')) || '@'
                         || (ARRAY['mail','post','inbox'])[1 + i % 3] || '.example' END AS m
      FROM generate_series(1, 320) AS i, name_pool) AS person ORDER BY person.i;
SELECT setval(pg_get_serial_sequence('customer', 'id'), 1000);

INSERT INTO payment_method (id, customer_id, kind, holder_name, iban, card_last_four, added_at)
SELECT md5('payment' || c.id || '-' || k)::uuid, c.id, (ARRAY['card','direct-debit','invoice'])[1 + (c.id + k) % 3]::payment_kind, c.full_name,
       CASE WHEN (c.id + k) % 3 = 1 THEN pg_temp.iban(c.id * 10 + k) END,
       CASE WHEN (c.id + k) % 3 = 0 THEN lpad(((c.id * 37 + k) % 10000)::text, 4, '0') END, c.created_at
FROM customer c, generate_series(1, 2) AS k WHERE k = 1 OR c.id % 4 = 0 OR c.id = 42;
UPDATE customer SET default_payment_method_id = md5('payment' || id || '-1')::uuid;

INSERT INTO customer_address SELECT id, home_address_id, 'home' FROM customer;
INSERT INTO customer_address VALUES (42, 1001, 'summer house');
INSERT INTO customer_preference SELECT id, jsonb_build_object('language', 'sv', 'deliveryNote', 'Leave it with the neighbour',
    'notify', jsonb_build_object('email', email, 'phone', phone)) FROM customer WHERE id % 2 = 0;
INSERT INTO "user" SELECT email, id, 'pbkdf2$' || md5('salt' || id), now() - make_interval(days => (id % 90)::int) FROM customer WHERE id % 5 <> 0;
INSERT INTO "userSession" SELECT md5('session' || u."customerId" || k)::uuid, u."userEmail", ('203.0.113.' || u."customerId" % 250)::inet,
    'Browser/' || k, now() - make_interval(days => k * 3) FROM "user" u, generate_series(1, 2) AS k;
INSERT INTO newsletter_signup SELECT email, CASE WHEN id % 2 = 0 THEN full_name END, 'footer', created_at FROM customer WHERE id % 7 = 0;
INSERT INTO newsletter_signup SELECT 'reader' || i || '@inbox.example', NULL, 'fair', now() - make_interval(days => i) FROM generate_series(1, 40) AS i;
INSERT INTO mail_log SELECT c.id, c.email, (ARRAY['Welcome','Your order is on its way','How do you like it?'])[k], c.created_at + make_interval(days => k)
FROM customer c, generate_series(1, 3) AS k;
INSERT INTO mail_log VALUES (NULL, 'press@paper.example', 'Opening hours', now() - interval '9 days');
