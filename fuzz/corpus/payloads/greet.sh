#!/bin/sh
echo "Ahoy, $1" | tee outputs/greeting.txt
