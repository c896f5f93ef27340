-- SPDX-License-Identifier: Apache-2.0
--
-- The twelve rules of benchmarks/program12/policy.json in SQL that DuckDB and PostgreSQL both run:
-- one pass over the sales, then one row a partner. Amounts are exact decimals; round() takes halves
-- away from zero, as the policy does.
drop table if exists by_quarter;
create temporary table by_quarter as
select s.partner,
       extract(year from s.date) as sales_year,
       extract(quarter from s.date) as sales_quarter,
       sum(s.net) as net,
       sum(s.net) filter (where p.line in ('L01', 'L02', 'L03', 'L04')) as special,
       sum(s.net) filter (where s.date - p.launched between 0 and 179) as launch,
       sum(s.net) filter (where p.state = 'eol') as ended,
       sum(round(s.net * case when s.paid_date - s.date <= 10 then 0.02
                              when s.paid_date - s.date <= 20 then 0.01
                              else 0.00 end, 2)) as cash,
       sum(s.quantity) filter (where p.line = 'L10') as units,
       sum(s.net) filter (where extract(month from s.date) in (1, 2, 11)) as quiet,
       sum(s.net) filter (where s.region <> d.region) as elsewhere,
       sum(s.net) filter (where p.margin_class = 'A') as high_margin,
       count(distinct p.line) as lines
from sales s
join products p on p.id = s.product
join partners d on d.id = s.partner
group by 1, 2, 3;

drop table if exists statement;
create temporary table statement as
with quarters as (
  select q.*, coalesce(last_year.net, 0) as net_before, coalesce(q.units, 0) as pieces
  from by_quarter q
  left join by_quarter last_year
    on last_year.partner = q.partner
   and last_year.sales_quarter = q.sales_quarter
   and last_year.sales_year = q.sales_year - 1
  where q.sales_year = 2025
),
years as (
  select partner,
         sum(net) as net,
         coalesce(sum(special), 0) as special,
         coalesce(sum(launch), 0) as launch,
         coalesce(sum(ended) filter (where sales_quarter = 4), 0) as ended,
         sum(cash) as cash,
         coalesce(sum(quiet), 0) as quiet,
         coalesce(sum(elsewhere), 0) as elsewhere,
         coalesce(sum(high_margin), 0) as high_margin,
         sum(case when net_before <= 0 then 0
                  when net >= net_before * 1.2 then round(net * 0.02, 2)
                  when net >= net_before * 1.1 then round(net * 0.01, 2)
                  else 0 end) as growth,
         sum(round(greatest(least(pieces, 30) - 10, 0) * 1.50
                   + greatest(pieces - 30, 0) * 2.50, 2)) as units,
         sum(case when lines >= 20 then round(net * 0.01, 2) else 0 end) as coverage
  from quarters
  group by partner
),
claimed as (
  select partner, sum(amount) as amount from claims where status = 'approved' group by partner
)
select d.id as partner,
       round(y.net * case when y.net >= t.value * 1.2 then 0.08
                          when y.net >= t.value then 0.05
                          when y.net >= t.value * 0.9 then 0.03
                          when y.net >= t.value * 0.8 then 0.02
                          else 0.00 end, 2) as target,
       y.growth as growth,
       round(y.special * 0.05, 2) as special,
       round(y.launch * 0.06, 2) as launch,
       round(y.ended * 0.04, 2) as clearance,
       y.cash as cash,
       y.units as units,
       round(y.quiet * 0.015, 2) as "off-season",
       round(y.elsewhere * -0.03, 2) as penalty,
       y.coverage as coverage,
       case when d.tier in ('gold', 'diamond')
            then round(y.high_margin * 0.012, 2) else 0 end as tilt,
       least(round(coalesce(c.amount, 0) * case d.tier when 'diamond' then 0.70
                                                       when 'gold' then 0.50
                                                       when 'silver' then 0.40
                                                       else 0.30 end, 2),
             greatest(round(y.net * 0.02, 2), 0)) as "co-marketing"
from years y
join partners d on d.id = y.partner
left join targets t on t.partner = y.partner and t.target = 'annual' and t.period = '2025'
left join claimed c on c.partner = y.partner;
