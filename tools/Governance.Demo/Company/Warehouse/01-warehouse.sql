-- The warehouse knows goods, not people: an access or erasure request finds nothing here.
CREATE TABLE site (code text PRIMARY KEY, name text NOT NULL, city text NOT NULL);
CREATE TABLE bin (
    site_code text NOT NULL REFERENCES site,
    aisle char(1) NOT NULL,
    shelf smallint NOT NULL,
    max_kg numeric(7, 1) NOT NULL,
    PRIMARY KEY (site_code, aisle, shelf)
);
CREATE TABLE supplier (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company text NOT NULL UNIQUE, city text NOT NULL);
CREATE TABLE product (
    sku text PRIMARY KEY,
    supplier_id integer NOT NULL REFERENCES supplier,
    name text NOT NULL,
    ean bigint NOT NULL,
    weight_kg numeric(6, 2) NOT NULL
);
CREATE TABLE stock_level (
    sku text NOT NULL REFERENCES product,
    site_code text NOT NULL,
    aisle char(1) NOT NULL,
    shelf smallint NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 0),
    counted_at_epoch bigint NOT NULL,
    PRIMARY KEY (sku, site_code, aisle, shelf),
    FOREIGN KEY (site_code, aisle, shelf) REFERENCES bin
);
CREATE TABLE purchase_order (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, supplier_id integer NOT NULL REFERENCES supplier, ordered_on date NOT NULL);
CREATE TABLE purchase_order_line (
    purchase_order_id integer NOT NULL REFERENCES purchase_order,
    line_no smallint NOT NULL,
    sku text NOT NULL REFERENCES product,
    quantity integer NOT NULL,
    PRIMARY KEY (purchase_order_id, line_no)
);
CREATE TABLE carrier (code text PRIMARY KEY, company text NOT NULL);
CREATE TABLE shipment (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, carrier_code text NOT NULL REFERENCES carrier, pallets smallint NOT NULL, left_at timestamptz NOT NULL);
CREATE TABLE shipment_line (shipment_id bigint NOT NULL REFERENCES shipment, sku text NOT NULL REFERENCES product, quantity integer NOT NULL, PRIMARY KEY (shipment_id, sku));

INSERT INTO site VALUES ('VIK', 'Harbour warehouse', 'Vikfjärd'), ('ELM', 'Wharf warehouse', 'Elmhaven');
INSERT INTO bin SELECT s.code, a, n, 120.0 FROM site s, unnest(ARRAY['A','B','C']) AS a, generate_series(1, 10) AS n;
INSERT INTO supplier (company, city) VALUES ('Ellis & Daughter Timber', 'Sandhafen'), ('Saint Alma Glassworks', 'Elmhaven'), ('Nordic Copper', 'Lumijoki');
INSERT INTO product
SELECT (ARRAY['CHR','LMP','KIT'])[1 + p % 3] || '-' || (1000 + p), 1 + p % 3,
       (ARRAY['Signe','Viggo','Elin','Anton','Ronja','Love'])[1 + p % 6] || ' ' || (ARRAY['armchair','table lamp','casserole'])[1 + p % 3] || ' no. ' || p,
       2000000000000 + p * 7919, 1.5 + p % 20
FROM generate_series(1, 60) AS p;
INSERT INTO stock_level SELECT p.sku, b.site_code, b.aisle, b.shelf, (b.shelf * 7) % 40, extract(epoch FROM now())::bigint - b.shelf * 86400
FROM product p JOIN bin b ON b.shelf = 1 + right(p.sku, 2)::int % 10;
INSERT INTO purchase_order (supplier_id, ordered_on) SELECT 1 + n % 3, current_date - n FROM generate_series(1, 80) AS n;
INSERT INTO purchase_order_line SELECT o.id, k, p.sku, 10 * k FROM purchase_order o, generate_series(1, 3) AS k JOIN product p ON right(p.sku, 2)::int = k * 4;
INSERT INTO carrier VALUES ('BLUE', 'Blue Lorry Lines'), ('SEA', 'Skerry Ferries');
INSERT INTO shipment (carrier_code, pallets, left_at) SELECT CASE WHEN n % 2 = 0 THEN 'BLUE' ELSE 'SEA' END, 1 + n % 9, now() - make_interval(hours => n * 5) FROM generate_series(1, 200) AS n;
INSERT INTO shipment_line SELECT s.id, p.sku, 1 + s.id % 6 FROM shipment s JOIN product p ON right(p.sku, 2)::int % 20 = s.id % 20;
