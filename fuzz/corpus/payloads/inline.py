# /// script
# dependencies = ["numpy==2.4.6", "rich"]
# requires-python = "==3.11.*"
# ///
# coding: utf-8
import os, numpy as np
from sklearn.svm import SVC
"""text
import x"""
