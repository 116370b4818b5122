"""Longshore's sample: a harbour at dusk, drawn without any package.

It takes about three seconds, says how far it is, and leaves a picture (harbour.png) and a small
table (ships.csv) in the folder `outputs`. The same seed draws the same evening:

    longshore run harbour.py -- 7
"""

import csv
import math
import os
import random
import struct
import sys
import time
import zlib

WIDTH, HEIGHT = 640, 400
HORIZON = 250
STEPS = 12
STEP_SECONDS = 0.17


def mix(a, b, t):
    return tuple(x + (y - x) * t for x, y in zip(a, b))


def sky(y):
    """Dusk: from deep blue overhead to a warm band at the horizon."""
    t = y / HORIZON
    if t < 0.6:
        return mix((24, 32, 72), (92, 78, 132), t / 0.6)
    return mix((92, 78, 132), (250, 170, 110), (t - 0.6) / 0.4)


def draw_sky(canvas, dice):
    for y in range(HORIZON):
        canvas[y] = [sky(y)] * WIDTH
    for _ in range(90):
        x, y = dice.randrange(WIDTH), dice.randrange(HORIZON // 2)
        canvas[y][x] = mix(canvas[y][x], (255, 255, 240), dice.uniform(0.3, 0.9))


def draw_sun(canvas, x0):
    y0, radius = HORIZON - 18, 34
    for y in range(y0 - 3 * radius, HORIZON):
        for x in range(x0 - 3 * radius, x0 + 3 * radius):
            away = math.hypot(x - x0, y - y0) / radius
            if 0 <= x < WIDTH and away < 3:
                light = 1.0 if away < 1 else 0.55 * (1 - (away - 1) / 2) ** 2
                canvas[y][x] = mix(canvas[y][x], (255, 226, 150), light)


def draw_hills(canvas, dice):
    for shade, height in (((70, 62, 104), 46), ((44, 44, 80), 26)):
        phases = [(dice.uniform(0, 7), dice.uniform(0.004, 0.02), dice.uniform(0.2, 1)) for _ in range(5)]
        for x in range(WIDTH):
            wave = sum(size * math.sin(x * speed + phase) for phase, speed, size in phases) / 3
            for y in range(int(HORIZON - height * (0.55 + 0.45 * wave)), HORIZON):
                canvas[y][x] = mix(shade, (250, 170, 110), 0.25 * (y / HORIZON) ** 6)


def box(canvas, left, top, width, height, colour):
    for y in range(max(top, 0), min(top + height, HEIGHT)):
        for x in range(max(left, 0), min(left + width, WIDTH)):
            canvas[y][x] = colour


def draw_ships(canvas, dice):
    ships, left = [], 16
    paints = [(196, 84, 72), (226, 170, 84), (84, 140, 150), (120, 104, 160), (214, 208, 190)]
    while left < WIDTH - 130:
        length, rows = dice.randrange(80, 150), dice.randrange(2, 5)
        deck = HORIZON - 6
        for row in range(14):
            inset = row // 2
            box(canvas, left + inset, deck + row, length - 2 * inset, 1, (30, 30, 48))
        cargo = 0
        for column in range((length - 34) // 14):
            for row in range(dice.randrange(1, rows + 1)):
                box(canvas, left + 8 + column * 14, deck - 8 * (row + 1), 13, 7, dice.choice(paints))
                cargo += 1
        box(canvas, left + length - 22, deck - 30, 14, 30, (214, 208, 190))
        box(canvas, left + length - 19, deck - 26, 8, 4, (255, 226, 150))
        ships.append({"ship": "S%02d" % (len(ships) + 1), "length_m": length * 2, "containers": cargo})
        left += length + dice.randrange(24, 70)
    return ships


def draw_water(canvas, dice):
    """What is above the water line, mirrored and rippled."""
    for y in range(HORIZON + 8, HEIGHT):
        depth = (y - HORIZON) / (HEIGHT - HORIZON)
        source = max(0, HORIZON - int((y - HORIZON) * 1.25))
        shift = math.sin(y * 0.9) * 2 + math.sin(y * 0.31 + 2) * 5 * depth
        row = canvas[source]
        for x in range(WIDTH):
            seen = row[min(WIDTH - 1, max(0, int(x + shift)))]
            canvas[y][x] = mix(mix(seen, (20, 36, 64), 0.35 + 0.4 * depth), (255, 240, 220), dice.random() ** 40 * 0.5)


def write_png(path, canvas):
    rows = b"".join(b"\0" + bytes(min(255, max(0, int(c))) for pixel in row for c in pixel) for row in canvas)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    dice = random.Random(seed)
    canvas = [[(30, 32, 58)] * WIDTH for _ in range(HEIGHT)]
    ships = []
    work = [
        ("the sky", lambda: draw_sky(canvas, dice)),
        ("the sun", lambda: draw_sun(canvas, 430)),
        ("the hills", lambda: draw_hills(canvas, dice)),
        ("the ships", lambda: ships.extend(draw_ships(canvas, dice))),
        ("the water", lambda: draw_water(canvas, dice)),
    ]
    print("Drawing evening no. %d on Python %s" % (seed, sys.version.split()[0]), flush=True)
    for step in range(STEPS):
        if step % 2 == 0 and step // 2 < len(work):
            name, draw = work[step // 2]
            draw()
            print("[%3d %%] %s" % (100 * (step + 1) // STEPS, name), flush=True)
        time.sleep(STEP_SECONDS)
    os.makedirs("outputs", exist_ok=True)
    write_png("outputs/harbour.png", canvas)
    with open("outputs/ships.csv", "w", newline="") as file:
        table = csv.DictWriter(file, ["ship", "length_m", "containers"])
        table.writeheader()
        table.writerows(ships)
    total = sum(ship["containers"] for ship in ships)
    print("[100 %%] %d ships with %d containers lie in the harbour." % (len(ships), total), flush=True)


if __name__ == "__main__":
    main()
