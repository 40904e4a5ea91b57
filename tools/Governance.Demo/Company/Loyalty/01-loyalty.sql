-- The loyalty programme's own database: it knows a customer by number only, never by e-mail.
CREATE TYPE tier AS ENUM ('Pebble', 'Shell', 'Pearl');
CREATE TABLE member (
    member_no text PRIMARY KEY,
    customer_number varchar(16) NOT NULL UNIQUE,
    nickname varchar(30),
    tier tier NOT NULL,
    birthday_month smallint CHECK (birthday_month BETWEEN 1 AND 12),
    sponsor_member_no text REFERENCES member,
    joined_on date NOT NULL
);
CREATE TABLE partner (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE reward (code text PRIMARY KEY, partner_code text REFERENCES partner, title text NOT NULL, points integer NOT NULL CHECK (points > 0));
CREATE TABLE points_entry (
    member_no text NOT NULL REFERENCES member,
    entry_no integer NOT NULL,
    points integer NOT NULL,
    reason text NOT NULL,
    booked_at timestamptz NOT NULL,
    PRIMARY KEY (member_no, entry_no)
);
CREATE TABLE tier_change (
    member_no text NOT NULL REFERENCES member ON DELETE CASCADE,
    valid_from date NOT NULL,
    tier tier NOT NULL,
    PRIMARY KEY (member_no, valid_from)
);
CREATE TABLE redemption (
    id uuid PRIMARY KEY,
    member_no text NOT NULL REFERENCES member,
    reward_code text NOT NULL REFERENCES reward,
    redeemed_at timestamptz NOT NULL
);
CREATE TABLE survey_answer (
    member_no text NOT NULL REFERENCES member,
    "question" text NOT NULL,
    "Answer" jsonb NOT NULL,
    answered_at timestamptz NOT NULL,
    UNIQUE (member_no, "question")
);

INSERT INTO partner VALUES ('TEA', 'Copper Kettle Teas'), ('BIKE', 'Spoke & Chain');
INSERT INTO reward VALUES ('TEA-100', 'TEA', 'A tin of tea', 100), ('BIKE-500', 'BIKE', 'Bicycle check', 500), ('LAMP-900', NULL, 'A small lamp', 900);
INSERT INTO member
SELECT 'M-' || (500 + i), 'C-' || (20000 + i), 'collector' || i, (ARRAY['Pebble','Shell','Pearl'])[1 + i % 3]::tier, 1 + i % 12,
       CASE WHEN i = 43 THEN 'M-542' WHEN i % 10 = 0 AND i % 3 = 0 THEN 'M-' || (500 + i - 2) END, (now() - make_interval(days => 1400 - i))::date
FROM generate_series(1, 320) AS i WHERE i % 3 <> 2;
INSERT INTO points_entry SELECT member_no, k, 10 * k, 'purchase', now() - make_interval(days => k * 9) FROM member, generate_series(1, 12) AS k;
INSERT INTO tier_change SELECT member_no, joined_on + 30 * k, (ARRAY['Pebble','Shell'])[k]::tier FROM member, generate_series(1, 2) AS k;
INSERT INTO redemption SELECT md5('redeem' || member_no)::uuid, member_no, 'TEA-100', now() - interval '15 days' FROM member WHERE tier <> 'Shell' OR member_no = 'M-542';
INSERT INTO survey_answer SELECT member_no, 'Where did you hear of us?', jsonb_build_object('channel', 'a friend', 'score', 7), now() - interval '50 days' FROM member WHERE tier = 'Pebble';
