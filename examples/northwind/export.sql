-- SPDX-License-Identifier: Apache-2.0
--
-- The three files of this example from the Northwind sample database, one query each. Save each
-- result as CSV, UTF-8, with a header: sales.csv, partners.csv, products.csv. Names and quotes are
-- those of SQL Server; other editions of the database spell some columns in another way.
select concat(d.OrderID, '-', d.ProductID) as txn_id,
       d.OrderID as invoice_id,
       convert(char(10), o.OrderDate, 23) as date,
       convert(char(10), o.RequiredDate, 23) as required_date,
       convert(char(10), o.ShippedDate, 23) as shipped_date,
       o.CustomerID as partner_id,
       d.ProductID as product_id,
       o.EmployeeID as salesperson_id,
       o.ShipCountry as ship_country,
       d.Quantity as quantity,
       cast(d.UnitPrice * d.Quantity as decimal(12, 2)) as list_amount,
       cast(round(d.UnitPrice * d.Quantity * (1 - cast(d.Discount as decimal(4, 2))), 2)
            as decimal(12, 2)) as net_amount,
       'USD' as currency
from [Order Details] d
join Orders o on o.OrderID = d.OrderID
order by d.OrderID, d.ProductID;

select CustomerID as partner_id, CompanyName as name, Country as country, Region as region, City as city
from Customers
order by CustomerID;

select p.ProductID as product_id,
       p.ProductName as name,
       c.CategoryName as line,
       s.CompanyName as supplier,
       case when p.Discontinued = 1 then 'discontinued' else 'active' end as lifecycle,
       cast(p.UnitPrice as decimal(12, 2)) as list_price,
       p.UnitsInStock as units_in_stock
from Products p
join Categories c on c.CategoryID = p.CategoryID
join Suppliers s on s.SupplierID = p.SupplierID
order by p.ProductID;
