#!/usr/bin/env node
import '../dist/cli/billfold.js'
