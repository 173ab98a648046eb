"""Service days by ciw: equal stations, many laws of serving times.

ciw draws arrivals and serving times and runs the queue; nothing of it is ours.
"""

import math

import ciw

from service_day import DAYS, MEAN_MIN, Log, day_rng, of_today

HOURS = 3.0


def law_of(law, mean, cv):
    if law == "lognormal":
        sigma2 = math.log(1 + cv * cv)
        return ciw.dists.Lognormal(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))
    if law == "exponential":
        return ciw.dists.Exponential(1 / mean)
    shape = 1 / (cv * cv)
    return ciw.dists.Gamma(shape, mean / shape)


def rush(stations, load):
    expected = load * stations * HOURS * 60 / MEAN_MIN
    ends = HOURS * 60 - 20
    return ciw.dists.PoissonIntervals(
        rates=[expected / 3 / 15, expected * 2 / 3 / (ends - 15)],
        endpoints=[15, ends],
        max_sample_date=ends,
    )


def scenario(name, about, law, cv, stations, load=1.05, shifts=None, patience=None):
    log = Log(name, about)
    for day in range(DAYS):
        mean = of_today(day_rng(name, day))
        log.begin_day([("hair", law, mean, cv, {}, 0, 0)])
        ciw.seed(1000 * day + sum(map(ord, name)))
        servers = stations
        if shifts:
            servers = ciw.Schedule(
                numbers_of_servers=[n for n, _ in shifts], shift_end_dates=[end for _, end in shifts]
            )
        network = ciw.create_network(
            arrival_distributions=[rush(stations, load)],
            service_distributions=[law_of(law, mean, cv)],
            number_of_servers=[servers],
            reneging_time_distributions=[ciw.dists.Exponential(1 / patience)] if patience else None,
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(900)
        write(log, simulation.get_all_records(), stations, shifts)
        log.end_day()
    log.write()


def write(log, records, stations, shifts):
    # ciw numbers the servers of every shift anew.
    first, begins = 1, 0.0
    for count, ends in shifts or [(stations, None)]:
        for station in range(first, first + count):
            log.note(begins, f"open,{station},hair")
            if ends is not None and ends < 900:
                log.note(ends, f"close,{station}")
        first, begins = first + count, ends
    for r in sorted(records, key=lambda r: (r.arrival_date, r.id_number)):
        if r.record_type == "renege":
            log.row(r.arrival_date, None, None, r.exit_date, None, "hair", "gave_up")
        elif r.record_type == "service":
            start, end = r.service_start_date, r.service_end_date
            log.row(r.arrival_date, start, start, end, r.server_id, "hair", "served")


if __name__ == "__main__":
    scenario("ciw-1-cv03", "one station, CV 0.3", "lognormal", 0.3, 1)
    scenario("ciw-2-cv04", "two stations, CV 0.4", "lognormal", 0.4, 2)
    scenario("ciw-5-cv05", "five stations, CV 0.5", "lognormal", 0.5, 5)
    scenario("ciw-4-gamma", "four stations, gamma, CV 0.6", "gamma", 0.6, 4)
    scenario("ciw-3-cv08", "three stations, CV 0.8", "lognormal", 0.8, 3)
    scenario("ciw-3-exponential", "three stations, exponential", "exponential", 1.0, 3)
    scenario("ciw-2-cv12", "two stations, CV 1.2", "lognormal", 1.2, 2)
    shifts = [(2, 50), (4, 110), (3, 900)]
    scenario("ciw-shifts", "two, then four, then three stations", "lognormal", 0.5, 3, shifts=shifts)
    scenario("ciw-giving-up", "people give up after about 45 min", "lognormal", 0.5, 3, 1.3, patience=45)
