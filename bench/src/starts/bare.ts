// What a process costs that loads nothing.
console.log(performance.now());
